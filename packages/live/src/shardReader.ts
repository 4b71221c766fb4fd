import { reasonOf } from '@millrace/simulator';
import {
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type _Record as StreamsRecord,
} from '@aws-sdk/client-dynamodb-streams';
import { CaptureError } from './captureError.ts';
import { malformedAnswer, nameOf, persistently, type Wait } from './persistently.ts';

/** How a request that is under way is ended. */
export type Sending = { readonly abortSignal: AbortSignal } | undefined;

/** What reading a stream needs from outside. */
export interface StreamAccess {
  readonly client: Pick<DynamoDBStreamsClient, 'send'>;
  readonly streamArn: string;
  readonly wait: Wait;
  /** What each request is sent with. */
  readonly sending?: Sending;
  readonly onNotice: (notice: string) => void;
}

const recordsARead = 1000;
const maxNewIterators = 5;

/**
 * Reads one shard from the oldest record that the stream still holds, a page at a time, and knows where it is.
 *
 * An iterator lives 15 minutes; when it expired, reading goes on after the last record read. When records were
 * trimmed in the meantime (24 h), it goes on with the oldest one left and says on `onNotice` that there is a gap.
 */
export class ShardReader {
  readonly shardId: string;
  /** Whether the shard is closed and has been read to its end. */
  isAtEnd = false;
  /** How many reads in a row found nothing. */
  emptyReads = 0;
  readonly #access: StreamAccess;
  #iterator: string | undefined;
  #lastSequenceNumber: string | undefined;

  constructor(shardId: string, access: StreamAccess) {
    this.shardId = shardId;
    this.#access = access;
  }

  /** The next records, oldest first: up to 1000, or none when there are none at this moment. */
  async read(): Promise<readonly StreamsRecord[]> {
    if (this.isAtEnd) return [];
    const { client, wait, sending } = this.#access;
    for (let renewed = 0; ; renewed++) {
      try {
        const iterator = (this.#iterator ??= await this.#newIterator());
        const page = await persistently(
          `Reading shard ${this.shardId} ${this.#place()}`,
          async () =>
            wholePage(
              await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: recordsARead }), sending),
            ),
          wait,
        );
        return this.#turn(page.Records ?? [], page.NextShardIterator);
      } catch (error) {
        if (!this.#canResume(nameOf(error))) throw error;
        if (renewed === maxNewIterators) {
          throw new CaptureError(
            'notServed',
            `Shard ${this.shardId} refused ${maxNewIterators} new iterators in a row: ${reasonOf(error)}. What was ` +
              'captured before is complete up to here; start the capture again to get the rest.',
            error,
          );
        }
      }
    }
  }

  #turn(records: readonly StreamsRecord[], nextIterator: string | undefined): readonly StreamsRecord[] {
    this.#iterator = nextIterator;
    this.isAtEnd = nextIterator === undefined;
    this.emptyReads = records.length === 0 ? this.emptyReads + 1 : 0;
    this.#lastSequenceNumber = records.at(-1)?.dynamodb?.SequenceNumber ?? this.#lastSequenceNumber;
    return records;
  }

  #canResume(error: string): boolean {
    this.#iterator = undefined;
    if (error === 'ExpiredIteratorException') return true;
    if (error !== 'TrimmedDataAccessException') return false;
    if (this.#lastSequenceNumber !== undefined) {
      this.#access.onNotice(
        `Shard ${this.shardId}: records ${this.#place()} were trimmed from the stream (it keeps 24 h) before they ` +
          'could be read. The recording has a gap there and goes on with the oldest record left.',
      );
    }
    this.#lastSequenceNumber = undefined;
    return true;
  }

  async #newIterator(): Promise<string | undefined> {
    const { client, streamArn, wait, sending } = this.#access;
    const after = this.#lastSequenceNumber;
    const position =
      after === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' as const }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: after };
    const { ShardIterator } = await persistently(
      `Asking for an iterator of shard ${this.shardId} ${this.#place()}`,
      () =>
        client.send(new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: this.shardId, ...position }), sending),
      wait,
    );
    return ShardIterator;
  }

  #place(): string {
    return this.#lastSequenceNumber === undefined ? 'from its oldest record' : `after ${this.#lastSequenceNumber}`;
  }
}

/** A page as it is, unless a record of it is none. */
function wholePage(page: GetRecordsCommandOutput): GetRecordsCommandOutput {
  const isWhole = (page.Records ?? []).every((record: unknown) => {
    return typeof record === 'object' && record !== null && 'dynamodb' in record;
  });
  if (isWhole) return page;
  throw malformedAnswer('A record of the answer is null or has no "dynamodb"');
}
