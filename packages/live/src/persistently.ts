import { reasonOf } from '@millrace/simulator';
import { CaptureError } from './captureError.ts';

/** What waiting needs; tests pass one that does not wait. */
export type Wait = (ms: number) => Promise<void>;

const maxAttempts = 8;
const firstWaitMs = 200;
const longestWaitMs = 5000;

const transientNames = new Set([
  'LimitExceededException',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'InternalServerError',
  'InternalServerException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'TimeoutError',
  'MalformedAnswer',
]);
const deniedNames = new Set([
  'AccessDeniedException',
  'CredentialsProviderError',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'UnrecognizedClientException',
]);
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);

/**
 * Makes a request again while it fails for a passing reason (a throttle, a server error, the network): up to 8 times
 * in a row, waiting 0.2 s and then twice as long each time, at most 5 s. Any other error goes straight to the caller,
 * one about credentials or permissions as a `CaptureError` that says what is needed.
 */
export async function persistently<T>(what: string, request: () => Promise<T>, wait: Wait): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await request();
    } catch (error) {
      if (!isTransient(error)) throw deniedNames.has(nameOf(error)) ? denied(what, error) : error;
      if (attempt === maxAttempts) {
        throw new CaptureError(
          isNetworkError(error) ? 'unreachable' : 'notServed',
          `${what} failed ${maxAttempts} times in a row, the last time with ${described(error)}. ` +
            'What was captured before is complete up to here; start the capture again to get the rest.',
          error,
        );
      }
      await wait(Math.min(firstWaitMs * 2 ** (attempt - 1), longestWaitMs));
    }
  }
}

/** In one line: what a proxy answers may be a page. */
function described(error: unknown): string {
  const [line = ''] = reasonOf(error).split('\n');
  return `${nameOf(error)}: ${line.replace(/\.$/, '').slice(0, 300)}`;
}

/** Any other error of a capture as one that says what is with what was captured. */
export function brokenOff(error: unknown): CaptureError {
  return new CaptureError(
    'notServed',
    `The stream cannot be read on: ${described(error)}. What was captured before is complete up to here; start the capture again to get the rest.`,
    error,
  );
}

function denied(what: string, error: unknown): CaptureError {
  return new CaptureError(
    'accessDenied',
    `${what} was refused: ${reasonOf(error)}. It needs valid credentials and, on the stream, dynamodb:ListStreams, ` +
      'DescribeStream, GetShardIterator and GetRecords. What was captured before is complete up to here.',
    error,
  );
}

/** Says whether an error comes from the way to the endpoint rather than from the endpoint. */
export function isNetworkError(error: unknown): boolean {
  return networkCodes.has(codeOf(error)) || nameOf(error) === 'TimeoutError';
}

/** The name of an error, which is how AWS's errors are told apart; never `instanceof`, there may be two SDKs. */
export function nameOf(error: unknown): string {
  const { name } = Object(error) as { readonly name?: unknown };
  return typeof name === 'string' ? name : typeof error;
}

function isTransient(error: unknown): boolean {
  return transientNames.has(nameOf(error)) || isNetworkError(error) || isServerTrouble(error);
}

/** A 5xx or 429 whatever its name is, and an answer that is no JSON, such as the page of a proxy: the SDK cannot read it. */
function isServerTrouble(error: unknown): boolean {
  const { $metadata, $response } = Object(error) as {
    readonly $metadata?: { readonly httpStatusCode?: unknown };
    readonly $response?: { readonly statusCode?: unknown };
  };
  const status = Number($metadata?.httpStatusCode ?? $response?.statusCode);
  return status >= 500 || status === 429 || (nameOf(error) === 'SyntaxError' && $response !== undefined);
}

/** An answer that is JSON and makes no sense; asked for again, it may. */
export function malformedAnswer(what: string): Error {
  return Object.assign(new Error(what), { name: 'MalformedAnswer' });
}

function codeOf(error: unknown): string {
  const { code } = Object(error) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}
