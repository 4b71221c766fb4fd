import { isoSeconds } from './isoTime.ts';

/** A tumbling window as events and documents carry it (S46): ISO times in UTC, whole seconds, end exclusive. */
export interface WindowBounds {
  readonly start: string;
  readonly end: string;
}

/** The bounds of a window whose times are milliseconds since a start. */
export function windowBounds(
  window: { readonly startMs: number; readonly endMs: number },
  epochMs: number,
): WindowBounds {
  return { start: isoSeconds(window.startMs + epochMs), end: isoSeconds(window.endMs + epochMs) };
}
