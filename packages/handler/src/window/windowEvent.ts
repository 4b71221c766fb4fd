import type { WireRecord } from '@millrace/records';
import { recordsOf, type StreamEvent, StreamEventError } from '../call/streamEvent.ts';

/** The event of a mapping with TumblingWindowInSeconds (S46). */
export interface WindowEvent extends StreamEvent {
  readonly shardId: string;
  readonly eventSourceARN: string;
  /** ISO times in whole seconds, UTC; the end does not belong to the window (S47). */
  readonly window: { readonly start: string; readonly end: string };
  /** What the last successful call for this window answered; `{}` in the first (S48). */
  readonly state: unknown;
  /** A call of its own, without records, that ends the window (S49). */
  readonly isFinalInvokeForWindow: boolean;
  /** The window ends before its time, because its state was too large (S52). */
  readonly isWindowTerminatedEarly: boolean;
}

/** The answer to a {@link WindowEvent}; without `state` the call counts as failed (S51). */
export interface WindowResponse {
  readonly state: unknown;
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** The window that a final call ends. */
export interface Window {
  readonly start: Date;
  /** The first moment that belongs to the next window. */
  readonly end: Date;
  readonly shardId: string;
  /** True when the state grew over the limit, so that this is only the first part of the window (S52). */
  readonly terminatedEarly: boolean;
  /** Names this result: the same in each retry of the final call, so an idempotency key for what `finish` writes. */
  readonly id: string;
}

/** The records of a window's event; refuses what is no event of a tumbling window. */
export function windowRecordsOf(event: WindowEvent): readonly WireRecord[] {
  const records = recordsOf(event);
  if (typeof event.isFinalInvokeForWindow === 'boolean' && typeof event.window === 'object') return records;
  throw new StreamEventError(
    'A batch without a window, whose result nobody would ask for. Set TumblingWindowInSeconds, or use batchHandler.',
  );
}

/** The window of a final call, as `finish` sees it. */
export function windowOf(event: WindowEvent, upTo: string | undefined): Window {
  return {
    start: new Date(event.window.start),
    end: new Date(event.window.end),
    shardId: event.shardId,
    terminatedEarly: event.isWindowTerminatedEarly,
    // The last record keeps apart the parts of a window that was ended early.
    id: `${event.shardId}/${event.window.start}/${upTo ?? ''}`,
  };
}
