import type { RecordOf, StreamDefinition, WireRecord } from '@millrace/records';
import { AttemptScope } from '../call/attemptScope.ts';
import type { ResolvedOptions } from '../batch/batchOptions.ts';
import type { BatchOutcome, Fate } from '../batch/batchOutcome.ts';
import { BulkFailureError, BulkResultError } from './bulkErrors.ts';
import type { RecordScope } from '../call/recordScope.ts';
import { type BatchRun, runBatch } from '../batch/runBatch.ts';
import type { LambdaContext } from '../call/streamEvent.ts';

/** Which of the records handed to `onBatch` failed: the records themselves, or their places in the list. */
export interface BulkResult<Rec> {
  readonly failed: readonly (Rec | number)[];
}

/** Writes many records at once. All of them failed when it throws; otherwise those it names. */
export type BulkFunction<S extends StreamDefinition> = (
  records: readonly RecordOf<S>[],
  scope: RecordScope,
) => undefined | void | BulkResult<RecordOf<S>> | PromiseLike<undefined | void | BulkResult<RecordOf<S>>>;

/** The work of `bulkHandler` once its options are resolved: chunk by chunk, up to the first that fails. */
export async function runBulk<S extends StreamDefinition>(
  stream: S,
  onBatch: BulkFunction<S>,
  chunkSize: number,
  records: readonly WireRecord[],
  context: LambdaContext | undefined,
  options: ResolvedOptions,
): Promise<BatchOutcome> {
  return runBatch(records, context, options, async (run) => {
    let stop = 0;
    while (stop < records.length && (run.time.hasRoom() || stop === 0)) {
      const chunk = gather(stream, records, stop, chunkSize);
      const { end, poison } = chunk;
      const failed = await write(run, onBatch, chunk, new AttemptScope(context, () => options.logger));
      if (failed !== undefined) return failed;
      stop = end;
      if (poison === undefined) continue;
      const fail = (): never => {
        throw poison.error;
      };
      if (!(await run.attempt(end, fail))) return end;
      stop += 1;
    }
    return stop;
  });
}

/** Records that are written together: those from `start` up to `end`, which is poison when `poison` is there. */
interface Chunk<Rec> {
  readonly start: number;
  readonly end: number;
  readonly records: readonly Rec[];
  /** The index in the batch of each of `records`; records that the stream skips are in neither. */
  readonly indices: readonly number[];
  readonly poison: { readonly error: unknown } | undefined;
}

function gather<S extends StreamDefinition>(
  stream: S,
  wires: readonly WireRecord[],
  start: number,
  chunkSize: number,
): Chunk<RecordOf<S>> {
  const records: RecordOf<S>[] = [];
  const indices: number[] = [];
  let end = start;
  for (; end < wires.length && records.length < chunkSize; end++) {
    try {
      const record = stream.decode(wires[end] as WireRecord);
      if (record === undefined) continue;
      readAll(record);
      records.push(record as RecordOf<S>);
      indices.push(end);
    } catch (error) {
      return { start, end, records, indices, poison: { error } };
    }
  }
  return { start, end, records, indices, poison: undefined };
}

/** Decoding is lazy; a bulk write has to know the poison before it begins. */
function readAll(record: { readonly keys: unknown; readonly newImage?: unknown; readonly oldImage?: unknown }): void {
  void record.keys;
  void record.newImage;
  void record.oldImage;
}

/** Writes a chunk; answers with the index of the first record that failed, or undefined. */
async function write<S extends StreamDefinition>(
  run: BatchRun,
  onBatch: BulkFunction<S>,
  { start, end, records, indices }: Chunk<RecordOf<S>>,
  scope: AttemptScope, // Of all its records, so its log lines carry no keys.
): Promise<number | undefined> {
  let places: readonly number[] = [];
  let error: unknown;
  try {
    if (records.length > 0) {
      places = failedPlaces(await run.within(onBatch(records, scope), scope), records);
      error = new BulkFailureError(places.length, records.length);
    }
  } catch (thrown) {
    places = [...records.keys()];
    error = thrown;
  }
  for (let index = start; index < end; index++) run.fates[index] = 'processed';
  if (places.length === 0) return undefined;
  const first = indices[Math.min(...places)] as number;
  run.fail(first, scope, error);
  for (const place of places) run.fates[indices[place] as number] = run.fates[first] as Fate;
  return first;
}

function failedPlaces<Rec>(answer: undefined | void | BulkResult<Rec>, records: readonly Rec[]): readonly number[] {
  if (answer === undefined || answer === null) return [];
  const { failed } = answer;
  if (!Array.isArray(failed)) throw new BulkResultError('an answer without a list `failed`');
  return failed.map((entry: Rec | number) => {
    const place = typeof entry === 'number' ? entry : records.indexOf(entry);
    if (records[place] === undefined) throw new BulkResultError(`${String(entry)}, which is none of the records`);
    return place;
  });
}
