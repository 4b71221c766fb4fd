import { reasonOf } from '@millrace/simulator';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ListStreamsCommand,
  type ListStreamsCommandOutput,
} from '@aws-sdk/client-dynamodb-streams';
import { CaptureError } from './captureError.ts';
import type { Sending } from './shardReader.ts';
import { isNetworkError, nameOf, persistently, type Wait } from './persistently.ts';

/** The stream to read: its ARN, or the table whose newest stream it is; never both. */
export type StreamName =
  | { readonly tableName: string; readonly streamArn?: never }
  | { readonly streamArn: string; readonly tableName?: never };

const maxPages = 100;
/**
 * The ARN of an existing stream. For a table it is the newest of its streams; an older one, of a time before the
 * stream was turned off and on again, is still readable for 24 h by its ARN.
 *
 * Fails with a `CaptureError` when there is none, when the endpoint does not answer or when it refuses the credentials.
 */
export async function findStream(
  client: Pick<DynamoDBStreamsClient, 'send'>,
  { tableName, streamArn }: StreamName,
  where: string,
  wait: Wait,
  sending?: Sending,
): Promise<string> {
  const what = streamArn ?? `the streams of table ${tableName}`;
  // An endpoint that was never reached is reported at once: waiting for it would only look like hanging.
  const asked = <T>(request: () => Promise<T>) =>
    persistently(
      `Looking up ${what}`,
      () => request().catch((error) => Promise.reject(explained(error, what, where))),
      wait,
    );
  if (streamArn !== undefined) {
    await asked(() => client.send(new DescribeStreamCommand({ StreamArn: streamArn, Limit: 1 }), sending));
    return streamArn;
  }
  let newest: { arn: string; label: string } | undefined;
  let after: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const input = { TableName: tableName, ...(after !== undefined && { ExclusiveStartStreamArn: after }) };
    const found: ListStreamsCommandOutput = await asked(() => client.send(new ListStreamsCommand(input), sending));
    for (const { StreamArn: arn, StreamLabel: label = '' } of found.Streams ?? []) {
      // Labels are ISO times, so their text order is their order.
      if (arn !== undefined && (newest === undefined || label > newest.label)) newest = { arn, label };
    }
    after = found.LastEvaluatedStreamArn;
    if (after === undefined) break;
  }
  if (newest) return newest.arn;
  // What looks like a missing table is often a table of another region or access key.
  const apart = /^https?:/.test(where)
    ? ' DynamoDB Local keeps the tables of each region and access key apart, unless it runs with -sharedDb.'
    : '';
  throw new CaptureError(
    'noStream',
    `${where} knows no stream of a table ${tableName}: either there is no such table, or its stream is off. Check the ` +
      `name, the region and the endpoint; turn the stream on with: aws dynamodb update-table --table-name ${tableName} ` +
      `--stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES.${apart}`,
  );
}

function explained(error: unknown, what: string, where: string): unknown {
  if (nameOf(error) === 'ResourceNotFoundException') {
    const advice =
      'Check the ARN and the region; `millrace capture --table <name>` finds the newest stream of a table.';
    return new CaptureError('noStream', `${where} does not know ${what}: ${reasonOf(error)}. ${advice}`, error);
  }
  if (isNetworkError(error)) {
    const advice = 'Is it running, and is this its address? DynamoDB Local listens on port 8000 by default.';
    return new CaptureError('unreachable', `${where} does not answer: ${reasonOf(error)}. ${advice}`, error);
  }
  return error;
}
