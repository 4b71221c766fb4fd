import type { IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { idempotent, InMemoryPersistenceLayer, RecordInProgressError } from '../../src/idempotency.ts';
import { wireRecord } from './records.ts';

// Powertools names what a layer implements with an underscore.
/* oxlint-disable no-underscore-dangle */

/** A store whose every request takes as long as the schedule says, before and after it is carried out. */
class ScheduledLayer extends InMemoryPersistenceLayer {
  readonly #turn: (what: string) => Promise<void>;

  constructor(turn: (what: string) => Promise<void>) {
    super();
    this.#turn = turn;
  }

  protected override async _putRecord(record: IdempotencyRecord): Promise<void> {
    await this.#turn('put asked');
    try {
      await super._putRecord(record);
    } finally {
      await this.#turn('put answered');
    }
  }

  protected override async _updateRecord(record: IdempotencyRecord): Promise<void> {
    await this.#turn('update asked');
    await super._updateRecord(record);
    await this.#turn('update answered');
  }

  protected override async _deleteRecord(record: IdempotencyRecord): Promise<void> {
    await this.#turn('delete asked');
    await super._deleteRecord(record);
    await this.#turn('delete answered');
  }
}

type Fate = 'succeeds' | 'failsBefore' | 'diesBefore' | 'diesAfter';

test('under every schedule an effect happens at most once, and once for certain when a delivery succeeds, unless a process dies', async () => {
  const deliveries = fc.array(
    fc.record({
      event: fc.constantFrom('a', 'b'),
      fate: fc.constantFrom<Fate>('succeeds', 'succeeds', 'failsBefore', 'diesBefore', 'diesAfter'),
    }),
    { maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), deliveries, async (scheduler, given) => {
      const layer = new ScheduledLayer((what) => scheduler.schedule(Promise.resolve(), what));
      const effects: string[] = [];
      const died = new Set<string>();
      const outcomes: { event: string; outcome: unknown }[] = [];

      for (const { event, fate } of given) {
        const charge = idempotent(
          async () => {
            await scheduler.schedule(Promise.resolve(), 'effect');
            if (fate === 'failsBefore') throw new Error('not this time');
            if (fate === 'diesBefore') {
              died.add(event);
              return new Promise(() => {});
            }
            effects.push(event);
            if (fate === 'diesAfter') {
              died.add(event);
              return new Promise(() => {});
            }
            return undefined;
          },
          { persistenceStore: layer },
        );
        void charge(wireRecord({ eventID: event })).then(
          () => outcomes.push({ event, outcome: 'done' }),
          (outcome: unknown) => outcomes.push({ event, outcome }),
        );
      }
      await scheduler.waitIdle();

      for (const event of ['a', 'b']) {
        const times = effects.filter((effect) => effect === event).length;
        expect(times).toBeLessThanOrEqual(1);
        const mine = outcomes.filter((outcome) => outcome.event === event).map(({ outcome }) => outcome);
        if (mine.includes('done')) expect(times).toBe(1);
        // Nobody gets past a dead one before its lock has lapsed.
        if (died.has(event)) expect(mine).not.toContain('done');
        for (const outcome of mine.filter((outcome) => outcome !== 'done')) {
          if (!(outcome instanceof RecordInProgressError)) expect(outcome).toEqual(new Error('not this time'));
        }
      }
    }),
    { seed: 6, numRuns: 300 },
  );
});
