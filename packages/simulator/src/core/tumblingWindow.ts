import type { PollerRules } from './pollerRules.ts';
import type { StreamRecord } from './streamRecord.ts';

/** The tumbling window that a lane has open, with the state its function has built so far (S46–S57). */
export interface OpenWindow {
  readonly startMs: number;
  readonly endMs: number;
  /** What the last successful call of this window returned; `{}` at first (S46). */
  readonly state: unknown;
  readonly stateBytes: number;
  /** The sequence number before its first record: from there a window is replayed, if that is the semantics (S57). */
  readonly opensAfter: string | undefined;
  /** Whether any call of this window succeeded: decides the final call of a window that lost all its records (S54). */
  readonly hasProcessed: boolean;
}

/** S47: `start = floor(t / size) × size` from the epoch, end exclusive. */
export function windowStartOf(record: StreamRecord, rules: PollerRules): number {
  const sizeMs = rules.tumblingWindowMs;
  return Math.floor((record.createdAtMs + rules.epochMs) / sizeMs) * sizeMs - rules.epochMs;
}

/** S46: a window begins with the state `{}`. */
export function openWindow(first: StreamRecord, rules: PollerRules): OpenWindow {
  const startMs = windowStartOf(first, rules);
  const endMs = startMs + rules.tumblingWindowMs;
  const opensAfter = first.previousSequenceNumber;
  return { startMs, endMs, state: {}, stateBytes: 2, opensAfter, hasProcessed: false };
}
