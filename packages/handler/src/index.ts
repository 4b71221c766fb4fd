export { BatchFailedError, type BatchHandler, batchHandler } from './batchHandler.ts';
export { type BatchOptions, type CommonOptions, HandlerOptionError, type PoisonHandler } from './batchOptions.ts';
export type { BatchOutcome, RecordFailure, RetryPoint } from './batchOutcome.ts';
export {
  BulkFailureError,
  type BulkFunction,
  type BulkOptions,
  type BulkResult,
  BulkResultError,
  bulkHandler,
} from './bulkHandler.ts';
export { DeadlineError, RecordTimeoutError, type TimeOptions } from './invocationTime.ts';
export { isPoisonRecordError, PoisonRecordError } from './poisonRecordError.ts';
export { type ProcessBatchOptions, processBatch } from './processBatch.ts';
export type { RecordFunction, RecordFunctions, RecordHandler } from './recordHandler.ts';
export type { Logger, RecordLogKeys } from './recordLog.ts';
export type { RecordScope } from './recordScope.ts';
export { type LambdaContext, type StreamEvent, StreamEventError } from './streamEvent.ts';
