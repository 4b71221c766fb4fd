import type { StreamDefinition } from '@millrace/records';
import type { DynamoDBBatchResponse } from 'aws-lambda';
import { type BatchOptions, resolveOptions } from './batchOptions.ts';
import type { BatchOutcome } from './batchOutcome.ts';
import { HandlerError } from '../options/handlerError.ts';
import { thrownText } from '../options/thrownText.ts';
import { processRecords } from './processBatch.ts';
import { type RecordHandler, toRecordFunction } from './recordHandler.ts';
import { type LambdaContext, recordsWithoutWindow, type StreamEvent } from '../call/streamEvent.ts';

/** A Lambda function for a DynamoDB stream. The context may be left out in tests; then time is unlimited. */
export type BatchHandler = (event: StreamEvent, context?: LambdaContext) => Promise<DynamoDBBatchResponse>;

/**
 * Makes a Lambda function that processes a stream in order and stops at the first record that fails.
 *
 * It answers with that one sequence number, so Lambda delivers the record and what follows once more and nothing else
 * (S21). The mapping needs FunctionResponseTypes: ['ReportBatchItemFailures']; without it pass `onFailure: 'throw'`.
 * When the record to report carries no sequence number, it throws, so that Lambda repeats the whole batch: an empty
 * answer would lose the record.
 *
 * @example
 * export const handler = batchHandler(orders, async (record, { signal }) => {
 *   if (record.eventName === 'INSERT') await welcome(record.newImage, { signal });
 * });
 */
export function batchHandler<S extends StreamDefinition>(
  stream: S,
  onRecord: RecordHandler<S>,
  options: BatchOptions = {},
): BatchHandler {
  const handle = toRecordFunction(stream, onRecord);
  const resolved = resolveOptions(options);
  return async (event, context) => {
    const outcome = await processRecords(stream, handle, recordsWithoutWindow(event), context, resolved);
    return answerTo(outcome, resolved.onFailure);
  };
}

/** The answer to Lambda for an outcome: nothing to repeat, or exactly the record from which to repeat. */
export function answerTo(outcome: BatchOutcome, onFailure: 'report' | 'throw'): DynamoDBBatchResponse {
  const { retryFrom } = outcome;
  const itemIdentifier = retryFrom?.sequenceNumber;
  if (retryFrom && (onFailure === 'throw' || !itemIdentifier)) throw new BatchFailedError(outcome);
  return { batchItemFailures: itemIdentifier ? [{ itemIdentifier }] : [] };
}

/** Says that a batch has to be repeated as a whole. `cause` is what its first failed record threw. */
export class BatchFailedError extends HandlerError<'BatchFailedError'> {
  declare readonly outcome: BatchOutcome;

  constructor(outcome: BatchOutcome) {
    const { retryFrom, firstFailure, stopped } = outcome;
    const number = retryFrom?.sequenceNumber;
    const isFailed = stopped === 'failed';
    super(
      'BatchFailedError',
      `The whole batch is repeated: the record at index ${retryFrom?.index} ` +
        `${isFailed ? 'failed' : 'was not reached'}${number ? ` (${number})` : ' and has no sequence number'}` +
        (isFailed ? `: ${thrownText(firstFailure?.error)}` : '.'),
      { outcome },
      { cause: firstFailure?.error },
    );
  }
}
