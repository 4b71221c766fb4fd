import type { StreamDefinition } from '@millrace/records';
import { answerTo, type BatchHandler } from '../batch/batchHandler.ts';
import { checkStream, type CommonOptions, resolveCommonOptions } from '../batch/batchOptions.ts';
import { check, checkObject } from '../options/check.ts';
import { type BulkFunction, runBulk } from './runBulk.ts';
import { recordsWithoutWindow } from '../call/streamEvent.ts';

/** Options of `bulkHandler`. */
export interface BulkOptions extends CommonOptions {
  /** The most records that `onBatch` gets at once; default all of the batch. BatchWriteItem takes 25. */
  readonly chunkSize?: number;
}

/**
 * Makes a Lambda function for bulk writers: `onBatch` gets the records together and names those that failed; the first
 * of them, in the order of the stream, is answered.
 *
 * What lies after it and succeeded is delivered again, so the write must be idempotent, as puts by key are. Records are
 * decoded and validated before they are handed over. Without `onPoison`, what lies before a poison record is written
 * and the record is answered; with it, the batch is written around the record. Time is checked before each chunk.
 *
 * @example
 * export const handler = bulkHandler(orders, async (records, { signal }) => {
 *   const { items } = await search.bulk(records.map(toOperation), { signal });
 *   return { failed: items.flatMap((item, place) => (item.error ? [place] : [])) };
 * });
 */
export function bulkHandler<S extends StreamDefinition>(
  stream: S,
  onBatch: BulkFunction<S>,
  options: BulkOptions = {},
): BatchHandler {
  checkObject({ options });
  const { chunkSize = Infinity, ...rest } = options;
  check({ chunkSize }, 'at least 1', (value) => value >= 1);
  checkStream(stream);
  check({ onBatch }, 'a function', (value) => typeof value === 'function');
  const resolved = resolveCommonOptions(rest, 'chunkSize, ');
  return async (event, context) => {
    const records = recordsWithoutWindow(event);
    return answerTo(await runBulk(stream, onBatch, chunkSize, records, context, resolved), resolved.onFailure);
  };
}
