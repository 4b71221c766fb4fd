import type { LatestGap } from '../core/pollerRules.ts';

/** S2: what LATEST misses from a moment on: one gap, or none. */
export function gapAfter(fromMs: number, lengthMs: number): readonly LatestGap[] {
  return lengthMs > 0 ? [{ fromMs, toMs: fromMs + lengthMs }] : [];
}
