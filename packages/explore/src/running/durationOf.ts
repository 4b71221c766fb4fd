import type { InvocationStart } from '@millrace/simulator';
import type { ScheduledFault } from '../faults/scheduledFault.ts';
import { mixed } from './mixed.ts';
import type { RunOptions } from './runOptions.ts';

/** How long calls take: all the same, or each another time where lanes and shards are to finish in any order. */
export function durationOf(
  schedule: readonly ScheduledFault[],
  { invocationDurationMs }: RunOptions,
): number | ((invocation: InvocationStart) => number) {
  const seed = schedule.find((fault) => fault.fault === 'anyOrder')?.seed;
  if (seed === undefined) return invocationDurationMs;
  return ({ index }) => invocationDurationMs * (1 + (mixed(seed, index) % 8));
}
