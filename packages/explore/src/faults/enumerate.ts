import type { EventSourceMapping } from '@millrace/simulator';
import { otherSemantics } from './otherSemantics.ts';
import type { CallFault, EffectFaultAt, FaultKind, ScheduledFault } from './scheduledFault.ts';

/** What a run without faults showed: where faults can strike. */
export interface StrikingPlaces {
  /** How many effects each attempt had, attempt by attempt. */
  readonly effects: readonly number[];
  readonly records: number;
  /** How many different items the records are of. */
  readonly items: number;
  /** When calls and records began, in virtual milliseconds, each once, ascending. */
  readonly moments: readonly number[];
  readonly mapping: EventSourceMapping;
  /** Whether a handler can be started anew over the same world. */
  readonly canRestart: boolean;
  /** What it takes besides that calls overlap: nothing where there are lanes, several shards where there are items. */
  readonly besides: readonly ScheduledFault[];
}

/** Everything that can be tried one by one. */
export interface Enumeration {
  readonly crashPoints: readonly ScheduledFault[];
  readonly singles: readonly ScheduledFault[];
  /** How many pairs there are of all of them. */
  readonly pairCount: number;
}

const callFaults = ['redeliver', 'answerLost', 'throttle', 'serviceError', 'timeoutBefore', 'timeoutAfter'] as const;
const effectFaults = [
  'effectRefused',
  'effectThrottled',
  'effectTimedOut',
  'effectAnswerLost',
  'effectPartlyFailed',
] as const;
const moments = ['before', 'during', 'after'] as const;

/** Every crash point and every other single fault, of the kinds that are wanted. */
export function enumerate(places: StrikingPlaces, wants: (kind: FaultKind) => boolean): Enumeration {
  const attempts = [...places.effects.keys()];
  const effects = attempts.flatMap((attempt) =>
    Array.from({ length: places.effects[attempt] ?? 0 }, (_, index) => ({ attempt, effect: index + 1 })),
  );
  const crashes = (fault: 'crash' | 'timeoutDuring'): readonly ScheduledFault[] =>
    effects.flatMap((place) => moments.map((moment) => ({ fault, ...place, moment })));
  const calls: readonly CallFault[] = attempts.flatMap((attempt) => callFaults.map((fault) => ({ fault, attempt })));
  const partial: readonly EffectFaultAt[] = effects.flatMap((place) =>
    effectFaults.map((fault) => ({ fault, ...place })),
  );
  const timeouts = crashes('timeoutDuring').filter((fault) => 'moment' in fault && fault.moment === 'during');
  const singles = [...calls, ...timeouts, ...partial, ...momentFaults(places), ...runFaults(places)];
  const crashPoints = wants('crash') ? crashes('crash') : [];
  const wanted = singles.filter(({ fault }) => wants(fault));
  const count = crashPoints.length + wanted.length;
  return { crashPoints, singles: wanted, pairCount: (count * (count - 1)) / 2 };
}

/** Whether a mapping lets several calls of a shard be under way at once. */
export function hasLanes({ ParallelizationFactor }: EventSourceMapping): boolean {
  return (ParallelizationFactor ?? 1) > 1;
}

/** How many records a batch may have, of so many. */
export function largestBatch({ BatchSize }: EventSourceMapping, records: number): number {
  return Math.min(BatchSize ?? 100, records);
}

function momentFaults({ moments: times, canRestart }: StrikingPlaces): readonly ScheduledFault[] {
  // In the middle of a call: an action at its very start comes before it or after it by the order of insertion alone.
  return times.flatMap((time): ScheduledFault[] => {
    const atMs = time + 1;
    return [
      { fault: 'splitShard', atMs, into: 2 },
      { fault: 'splitShard', atMs, into: 1 },
      { fault: 'restart', atMs },
      { fault: 'update', atMs },
      ...(canRestart ? [{ fault: 'redeploy', atMs } as const] : []),
    ];
  });
}

function runFaults({ records, items, mapping, canRestart }: StrikingPlaces): readonly ScheduledFault[] {
  const isLaned = hasLanes(mapping);
  const missed = mapping.StartingPosition === 'LATEST' ? Math.min(records - 1, 3) : 0;
  return [
    ...Array.from(
      { length: Math.max(0, missed) },
      (_, index): ScheduledFault => ({ fault: 'missedByLatest', records: index + 1 }),
    ),
    ...[2, 3].filter((shards) => shards <= items).map((shards) => ({ fault: 'severalShards', shards }) as const),
    ...[1, 2]
      .filter((size) => size < largestBatch(mapping, records))
      .map((size) => ({ fault: 'smallerBatches', size }) as const),
    ...(isLaned ? [1, 2, 3].map((seed): ScheduledFault => ({ fault: 'anyOrder', seed })) : []),
    ...(canRestart ? [{ fault: 'freshProcess' } as const] : []),
    ...otherSemantics(mapping),
  ];
}

/**
 * The pairs of some faults, at most so many: all of them, or every n-th. Of two that strike one call, the second strikes
 * the attempt behind it: one call has one fault.
 */
export function pairsOf(faults: readonly ScheduledFault[], most: number): readonly (readonly ScheduledFault[])[] {
  const all: (readonly ScheduledFault[])[] = [];
  const count = (faults.length * (faults.length - 1)) / 2;
  const step = Math.max(1, count / Math.max(1, most));
  let place = 0;
  let next = 0;
  for (const [index, first] of faults.entries()) {
    for (const second of faults.slice(index + 1)) {
      if (place++ < next || all.length >= most) continue;
      all.push([first, behind(first, second)]);
      next += step;
    }
  }
  return all;
}

function behind(first: ScheduledFault, second: ScheduledFault): ScheduledFault {
  if (!('attempt' in first && 'attempt' in second) || first.attempt !== second.attempt) return second;
  return { ...second, attempt: second.attempt + 1 };
}
