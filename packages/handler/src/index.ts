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
export { HandlerError, isHandlerError } from './handlerError.ts';
export { RecordTimeoutError, type TimeOptions } from './invocationTime.ts';
export { isPoisonRecordError, PoisonRecordError } from './poisonRecordError.ts';
export { type ProcessBatchOptions, processBatch } from './processBatch.ts';
export type { RecordFunction, RecordFunctions, RecordHandler } from './recordHandler.ts';
export type { Logger, RecordLogKeys } from './recordLog.ts';
export type { RecordScope } from './recordScope.ts';
export { reduceWindow } from './reduceWindow.ts';
export { type LambdaContext, type StreamEvent, StreamEventError } from './streamEvent.ts';
export { tumblingWindow, type WindowHandler, type WindowOptions } from './tumblingWindow.ts';
export type { StateCodec, WindowDefinition } from './windowDefinition.ts';
export type { Window, WindowEvent, WindowResponse } from './windowEvent.ts';
export { StateTooLargeError, WindowStateError } from './windowState.ts';
