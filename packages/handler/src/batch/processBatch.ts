import type { RecordOf, StreamDefinition, WireRecord } from '@millrace/records';
import { type BatchOptions, type ResolvedOptions, resolveOptions } from './batchOptions.ts';
import type { BatchOutcome } from './batchOutcome.ts';
import { type RecordFunction, type RecordHandler, toRecordFunction } from './recordHandler.ts';
import { itemKeyOf } from '../call/recordLogger.ts';
import type { RecordScope } from '../call/recordScope.ts';
import { runBatch } from './runBatch.ts';
import { runSteps } from './runSteps.ts';
import { checkObject } from '../options/check.ts';
import { type LambdaContext, recordsOf, type StreamEvent } from '../call/streamEvent.ts';

/** Options of {@link processBatch}: those of `batchHandler`, and the context of the call. */
export interface ProcessBatchOptions extends BatchOptions {
  readonly context?: LambdaContext;
}

/**
 * Processes the records of one event in order and answers with what became of them; `batchHandler` without the answer
 * to Lambda. It stops at the first record that fails and throws only for what is no event.
 *
 * @example
 * const outcome = await processBatch(orders, onRecord, event, { context });
 * if (outcome.retryFrom !== undefined) console.log(outcome.stopped, outcome.firstFailure?.error);
 */
export async function processBatch<S extends StreamDefinition>(
  stream: S,
  onRecord: RecordHandler<S>,
  event: StreamEvent,
  options: ProcessBatchOptions = {},
): Promise<BatchOutcome> {
  checkObject({ options });
  const { context, ...rest } = options;
  return processRecords(stream, toRecordFunction(stream, onRecord), recordsOf(event), context, resolveOptions(rest));
}

/** The work of {@link processBatch} once handler and options are resolved. */
export function processRecords<S extends StreamDefinition>(
  stream: S,
  onRecord: RecordFunction<RecordOf<S>>,
  records: readonly WireRecord[],
  context: LambdaContext | undefined,
  options: ResolvedOptions,
): Promise<BatchOutcome> {
  function work(wire: WireRecord, scope: RecordScope): unknown {
    const record = stream.decode(wire);
    // A stream may be told to skip records of unknown entities.
    return record && onRecord(record as RecordOf<S>, scope);
  }
  return runBatch(records, context, options, ({ time, attempt }) =>
    runSteps(
      records.length,
      options.concurrency,
      // Records without readable keys cannot be decoded, so no handler sees them: each has a lane of its own.
      (index) => itemKeyOf(records[index]) ?? index,
      (index) => (time.hasRoom() || index === 0) && attempt(index, work),
    ),
  );
}
