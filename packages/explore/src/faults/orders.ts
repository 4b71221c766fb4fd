import { hasLanes, type StrikingPlaces } from './enumerate.ts';
import type { ScheduledFault } from './scheduledFault.ts';

/** In which orders calls that overlap, and several effects of one call, can go on. */
export interface Orders {
  /** The `turns` of `interleave`, those that depart least from the first order first. */
  readonly turns: readonly (readonly number[])[];
  /** How many there are; when not all were looked for, how many at least. */
  readonly count: number;
  readonly isEvery: boolean;
  /** How often there is something to choose in the first order. */
  readonly choices: number;
}

/** Nothing is ever under way at once. */
export const noOrders: Orders = { turns: [], count: 0, isEvery: true, choices: 0 };

/**
 * Looks for all orders, by departures from the first one.
 *
 * @param sizesOf runs one, and answers with how many there were to choose from, choice by choice
 * @param most more than this are not looked for
 */
export async function findOrders(
  sizesOf: (turns: readonly number[]) => Promise<readonly number[]>,
  most: number,
): Promise<Orders> {
  const waiting: (readonly number[])[] = [[]];
  const turns: (readonly number[])[] = [];
  let choices = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const sizes = await sizesOf(next);
    if (sizes.length === 0) return noOrders;
    if (turns.length === 0) choices = sizes.length;
    turns.push(next);
    // What was chosen before stays; each order is reached once, by its last departure.
    for (let at = next.length; at < sizes.length; at++) {
      const before = [...next, ...Array.from({ length: at - next.length }, () => 0)];
      for (let turn = 1; turn < (sizes[at] ?? 0); turn++) waiting.push([...before, turn]);
    }
    if (turns.length >= most) break;
  }
  return { turns, count: turns.length + waiting.length, isEvery: waiting.length === 0, choices };
}

/** Schedules in which what is under way at once goes on in each of these orders; then some in which Node.js decides it. */
export function orderSchedules(
  { besides, mapping }: StrikingPlaces,
  turns: Orders['turns'],
): readonly (readonly ScheduledFault[])[] {
  const canOverlap = hasLanes(mapping) || besides.length > 0;
  const faults: readonly ScheduledFault[] = [
    ...turns.map((each) => ({ fault: 'interleave', turns: each }) as const),
    ...(canOverlap ? [1, 2, 3, 4].map((seed) => ({ fault: 'interleave', seed }) as const) : []),
  ];
  return faults.map((fault) => [...besides, fault]);
}
