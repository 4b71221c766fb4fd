import type { ScheduledFault } from '../faults/scheduledFault.ts';

type Faults = readonly ScheduledFault[];

/** Smaller schedules, the smallest first: none, one alone, one less, or one that strikes earlier. */
export function* smallerFaults(faults: Faults): Generator<Faults> {
  if (faults.length > 0) yield [];
  if (faults.length > 1) for (const fault of faults) yield [fault];
  if (faults.length > 2) for (const index of faults.keys()) yield faults.toSpliced(index, 1);
  yield* earlierFaults(faults);
}

/** Schedules of the same faults, one of which strikes earlier. */
export function* earlierFaults(faults: Faults): Generator<Faults> {
  for (const [index, fault] of faults.entries()) {
    for (const earlier of smallerFault(fault)) yield faults.with(index, earlier);
  }
}

function* smallerFault(fault: ScheduledFault): Generator<ScheduledFault> {
  if ('effect' in fault) for (const effect of smaller(fault.effect, 1)) yield { ...fault, effect };
  if ('attempt' in fault) for (const attempt of smaller(fault.attempt, 0)) yield { ...fault, attempt };
  if ('atMs' in fault) for (const atMs of smaller(fault.atMs, 1)) yield { ...fault, atMs };
  if ('records' in fault) for (const records of smaller(fault.records, 1)) yield { ...fault, records };
  if ('size' in fault) for (const size of smaller(fault.size, 1)) yield { ...fault, size };
  if ('shards' in fault) for (const shards of smaller(fault.shards, 2)) yield { ...fault, shards };
  if ('turns' in fault) for (const turns of smallerTurns(fault.turns)) yield { ...fault, turns };
  if ('seed' in fault) for (const seed of smaller(fault.seed, 1)) yield { ...fault, seed };
}

/** Orders that depart less from the first one: none, a shorter one, one departure less or a smaller one. */
function* smallerTurns(turns: readonly number[]): Generator<readonly number[]> {
  for (const length of smaller(turns.length, 0)) yield turns.slice(0, length);
  for (const [index, turn] of turns.entries()) for (const less of smaller(turn, 0)) yield turns.with(index, less);
}

/** Numbers nearer to the least one: it, halfway to it, the one before. */
function smaller(value: number, least: number): readonly number[] {
  return [...new Set([least, Math.floor((least + value) / 2), value - 1])].filter(
    (less) => less >= least && less < value,
  );
}
