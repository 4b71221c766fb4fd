import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { CaptureError, isCaptureError } from './captureError.ts';
import { type CapturedRecord, captureShards } from './captureShards.ts';
import { findStream, type StreamName } from './findStream.ts';
import { brokenOff } from './persistently.ts';
import { type StreamEndpoint, streamsClient } from './streamsClient.ts';

/** What to capture, from where, and when to stop. */
export type CaptureOptions = StreamName & StreamEndpoint & CaptureSettings;

/** How a capture goes and when it stops. */
export interface CaptureSettings {
  /** A client of one's own, instead of `endpoint` and `region`; it is left open. */
  readonly client?: DynamoDBStreamsClient;
  /** Keep waiting for new records until `signal` or `until`. Default: end when everything there is has been read. */
  readonly follow?: boolean;
  /** Take no record created after this moment. */
  readonly until?: Date;
  /**
   * After how many reads in a row without a record an open shard counts as read to its newest record. Default 10, two
   * seconds: on AWS a few reads may find nothing although records follow. An emulator is done after 2.
   */
  readonly emptyReadsToEnd?: number;
  /** Ends the capture after the record in hand; that is no error. */
  readonly signal?: AbortSignal;
  /** Told what the user should know although it is no error: made-up credentials, a gap in the stream. */
  readonly onNotice?: (notice: string) => void;
}

/**
 * Reads a DynamoDB stream from its oldest record (24 h back at most) to its newest, as the records Lambda would get.
 *
 * Every shard is read, parents before children (S44), shards side by side by turns; the order within a shard is the
 * stream's. Throttles, expired iterators and passing failures of the network are dealt with, a bounded number of times.
 * Reading costs no capacity of the table, but no more than two readers should share a shard.
 * Throws a `CaptureError`, whose `failure` says what kind it is.
 *
 * @example
 * for await (const { record } of captureStream({ tableName: 'Orders', endpoint: 'http://localhost:8000' })) {
 *   process.stdout.write(`${JSON.stringify(record)}\n`);
 * }
 */
export async function* captureStream(options: CaptureOptions): AsyncGenerator<CapturedRecord, void, undefined> {
  checkOptions(options);
  const { client: given, endpoint, streamArn, signal, onNotice = () => undefined } = options;
  const region = options.region ?? regionOf(streamArn);
  const place = { ...(endpoint !== undefined && { endpoint }), ...(region !== undefined && { region }) };
  const client = given ?? (await streamsClient(place, onNotice));
  const wait = async (ms: number) => {
    // Being woken by the signal is the point; whoever waits looks at it next.
    await sleep(ms, undefined, signal && { signal }).catch(() => undefined);
  };
  const sending = signal && { abortSignal: signal };
  try {
    const where = endpoint ?? `DynamoDB in ${await client.config.region()}`;
    const found = await findStream(client, options, where, wait, sending);
    yield* captureShards(
      { client, streamArn: found, wait, sending, onNotice },
      {
        follow: options.follow ?? false,
        untilMs: options.until?.getTime() ?? Number.POSITIVE_INFINITY,
        emptyReadsToEnd: options.emptyReadsToEnd ?? 10,
        signal,
        now: Date.now,
      },
    );
  } catch (error) {
    // What ends it may have broken off a request.
    if (signal?.aborted) return;
    throw isCaptureError(error) ? error : brokenOff(error);
  } finally {
    if (!given) client.destroy();
  }
}

/** Wrong programs mostly do not compile; what comes from a command line or from JavaScript is checked here. */
function checkOptions({ tableName, streamArn, until, emptyReadsToEnd = 1 }: CaptureOptions): void {
  if ((tableName === undefined) === (streamArn === undefined)) {
    throw new CaptureError('badOption', 'Say which stream to capture: either `tableName` or `streamArn`, not both.');
  }
  if (until !== undefined && Number.isNaN(until.getTime())) {
    throw new CaptureError('badOption', '`until` is an invalid Date. Give a moment, such as new Date().');
  }
  if (!Number.isInteger(emptyReadsToEnd) || emptyReadsToEnd < 1) {
    throw new CaptureError('badOption', `\`emptyReadsToEnd\` is ${emptyReadsToEnd}, expected an integer from 1.`);
  }
}

function regionOf(streamArn: string | undefined): string | undefined {
  const region = streamArn?.split(':')[3];
  return region === '' ? undefined : region;
}
