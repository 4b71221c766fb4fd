import * as fc from 'fast-check';
import { type LatestStore, latestOnly } from '../../../src/idempotency.ts';
import { invocation, wireRecord } from '../records.ts';

/** One delivery of a schedule: which change of the item, and what becomes of the process that got it. */
interface Delivery {
  readonly position: number;
  readonly fate: 'succeeds' | 'fails' | 'crashesBefore' | 'crashesAfter';
  /** How long after the one before, in units of the lock. */
  readonly waits: number;
}

const delivery = fc.record<Delivery>({
  position: fc.integer({ min: 90, max: 120 }),
  fate: fc.constantFrom('succeeds', 'succeeds', 'fails', 'crashesBefore', 'crashesAfter'),
  waits: fc.constantFrom(0, 0, 1, 2),
});
const lockMs = 15;

/** What random crash schedules of an item came to: how often an effect came after that of a later change. */
export interface CrashReport {
  readonly schedules: number;
  readonly effects: number;
  readonly crashes: number;
  readonly stepsBack: number;
}

/** Runs random schedules of deliveries, redeliveries and crashes under locks of a few milliseconds, some side by side. */
export async function crashSchedules(store: LatestStore, runs: number, seed: number): Promise<CrashReport> {
  const schedules = fc.sample(fc.array(delivery, { minLength: 2, maxLength: 8 }), { numRuns: runs, seed });
  let effects = 0;
  let crashes = 0;
  let stepsBack = 0;
  const runOne = async (deliveries: readonly Delivery[], index: number): Promise<void> => {
    const applied: number[] = [];
    for (const { position, fate, waits } of deliveries) {
      await new Promise((resolve) => setTimeout(resolve, waits * (lockMs + 5)));
      // A process that dies never goes on, so nobody waits for it.
      const ended = new Promise<void>((resolve) => {
        const project = latestOnly(
          (_record: object, _info: object) => {
            if (fate === 'fails') throw new Error('not this time');
            if (fate !== 'crashesBefore') applied.push(position);
            if (fate === 'succeeds') return undefined;
            crashes++;
            resolve();
            return new Promise(() => {});
          },
          { store },
        );
        const record = wireRecord({ item: `crash-${seed}-${index}`, sequenceNumber: String(position) });
        project(record, invocation(lockMs)).then(resolve, () => resolve());
      });
      await ended;
    }
    effects += applied.length;
    stepsBack += applied.filter((position, at) => applied.slice(0, at).some((earlier) => earlier > position)).length;
  };
  // Each item is an experiment of its own, so many can go on at a time.
  for (let from = 0; from < schedules.length; from += 25) {
    await Promise.all(schedules.slice(from, from + 25).map((deliveries, at) => runOne(deliveries, from + at)));
  }
  return { schedules: runs, effects, crashes, stepsBack };
}
