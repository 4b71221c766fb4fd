import { elapse } from '@millrace/simulator';
import { numberOf } from './orders.ts';

/** How often each of these records fails before its effect: a service that is down for a moment. */
const failures = new Map([
  [10, 2],
  [37, 2],
  [64, 1],
]);

/** These fail until the redrive. */
const failsUntilRedrive = 52;

/** The function hangs after the effect of these, the first time, until it is timed out: whatever comes after the effect is not done. */
const hangsAfterEffect = new Set([23, 71]);

/** The first answer to a batch with one of these is lost, though the function has done everything: the batch comes again. */
const lostAnswers = new Set([35, 85]);

/** What goes wrong in the story. It goes wrong in the same way for everybody. */
export interface Trouble {
  /** To be called before an effect. */
  before(sequenceNumber: string): void;
  /** To be called after an effect; the invocation may end here. */
  after(sequenceNumber: string, context: object): Promise<void>;
  /** Whether the answer to a batch of these records is lost. */
  losesAnswer(sequenceNumbers: readonly string[]): boolean;
  /** From now on all is well. */
  end(): void;
}

/** The troubles of one telling; `quiet` resolves when nothing else of the invocation is under way. */
export function newTrouble(quiet: () => Promise<void>): Trouble {
  const left = new Map(failures);
  const hanging = new Set(hangsAfterEffect);
  const losing = new Set(lostAnswers);
  let isOver = false;
  return {
    before(sequenceNumber) {
      const record = numberOf(sequenceNumber);
      const failuresLeft = record === failsUntilRedrive && !isOver ? 1 : (left.get(record) ?? 0);
      if (failuresLeft === 0) return;
      left.set(record, failuresLeft - 1);
      throw new Error(`The service is down for record ${record}.`);
    },
    async after(sequenceNumber, context) {
      if (!hanging.delete(numberOf(sequenceNumber))) return;
      await quiet();
      await elapse(context, Number.MAX_SAFE_INTEGER);
    },
    losesAnswer(sequenceNumbers) {
      const lost = sequenceNumbers.map(numberOf).find((record) => losing.has(record));
      return lost !== undefined && losing.delete(lost);
    },
    end() {
      isOver = true;
      left.delete(failsUntilRedrive);
    },
  };
}
