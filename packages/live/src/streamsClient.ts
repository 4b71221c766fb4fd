import { reasonOf } from '@millrace/simulator';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { CaptureError } from './captureError.ts';

/** Where a stream is: an emulator's address, or AWS in a region. */
export interface StreamEndpoint {
  /** The address of DynamoDB Local or another emulator, such as `http://localhost:8000`. Default: AWS. */
  readonly endpoint?: string;
  /** Default: the region of `streamArn`, else what the SDK finds (AWS_REGION, the profile). */
  readonly region?: string;
}

const standIn = { accessKeyId: 'local', secretAccessKey: 'local' };
const standInRegion = 'us-east-1';
// The SDK waits for ever by default. A page of records is 1 MB at most, and the SDK itself tries three times.
const requestHandler = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/**
 * A client with the SDK's usual credentials and region. An endpoint on this machine needs neither: where none are
 * set up it gets made-up ones, and `onNotice` is told. On AWS a missing one is a `CaptureError` that says what to set.
 */
export async function streamsClient(
  { endpoint, region }: StreamEndpoint,
  onNotice: (notice: string) => void,
): Promise<DynamoDBStreamsClient> {
  const isLocal = endpoint !== undefined && isOnThisMachine(endpoint);
  const place = {
    requestHandler,
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
  };
  const client = new DynamoDBStreamsClient(place);
  const noRegion = await failureOf(() => client.config.region());
  const noCredentials = await failureOf(() => client.config.credentials());
  if (!noRegion && !noCredentials) return client;
  client.destroy();
  if (!isLocal) throw missing(noRegion, noCredentials);
  const made = [noCredentials && 'credentials', noRegion && `region ${standInRegion}`].filter(Boolean).join(' and ');
  onNotice(`No ${noCredentials ? 'credentials' : 'region'} set up; using made-up ${made} for ${endpoint}.`);
  return new DynamoDBStreamsClient({
    ...place,
    ...(noRegion !== undefined && { region: standInRegion }),
    ...(noCredentials !== undefined && { credentials: standIn }),
  });
}

function isOnThisMachine(endpoint: string): boolean {
  // `localhost:8000` is a URL too, of the scheme `localhost:`.
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol)) {
    throw new CaptureError('unreachable', `The endpoint ${endpoint} is no URL. Write it like http://localhost:8000.`);
  }
  const { hostname } = new URL(endpoint);
  return (
    hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || hostname.startsWith('127.')
  );
}

async function failureOf(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    return error ?? new Error('unknown');
  }
}

function missing(noRegion: unknown, noCredentials: unknown): CaptureError {
  if (noRegion) {
    return new CaptureError('noRegion', 'No region is set. Pass --region (`region`) or set AWS_REGION.', noRegion);
  }
  return new CaptureError(
    'noCredentials',
    `The AWS SDK found no credentials (${reasonOf(noCredentials)}). Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and ` +
      'AWS_SECRET_ACCESS_KEY, or sign in with `aws sso login`. For DynamoDB Local pass its address as --endpoint (`endpoint`).',
    noCredentials,
  );
}
