import type { InvocationStart } from '@millrace/simulator';
import type { ScheduledFault } from '../faults/scheduledFault.ts';
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

/** A number that looks like chance and depends on both. */
function mixed(seed: number, index: number): number {
  let value = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
