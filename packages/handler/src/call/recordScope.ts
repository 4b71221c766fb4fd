import type { Logger } from './recordLogger.ts';
import type { LambdaContext } from './streamEvent.ts';

/** What a handler gets beside the record. */
export interface RecordScope {
  /** Aborts shortly before the function times out, or when the record exceeds `recordTimeoutMs`. */
  readonly signal: AbortSignal;
  /** The Lambda context of the call; undefined when the function was called without one. */
  readonly context: LambdaContext | undefined;
  /** Logs with the sequence number, the event id and the item key of the record on every line. */
  readonly logger: Logger;
}
