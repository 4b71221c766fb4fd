import type { StandIns } from './standIns.ts';

const known = new WeakSet<StandIns>();

/** Notes of stand-ins that they reach nothing outside of this process; of a copy with other functions nothing is known. */
export function selfContained<Made extends StandIns>(standIns: Made): Made {
  known.add(standIns);
  return standIns;
}

/** Whether nothing has to be let through for them. */
export function isSelfContained(standIns: StandIns): boolean {
  return known.has(standIns);
}
