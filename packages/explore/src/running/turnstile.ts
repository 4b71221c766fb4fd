import { setImmediate } from 'node:timers';

/** What goes on when its turn has come: a call that begins (`effect` 0), or one that hears of its effect of that number. */
export interface Step {
  readonly call: number;
  readonly effect: number;
  /** How many waited when it was chosen. */
  readonly of: number;
}

interface Waiting {
  readonly call: number;
  readonly effect: number;
  readonly goOn: () => void;
}

/** A call may take so many turns of the event loop from one step to the next; then the others need not wait for it. */
const longestStep = 64;
/** So many pass in any case: a lane that is free begins its next call in them. */
const shortestStep = 3;

/**
 * Lets calls that overlap go on one at a time. All that is under way comes to its next effect, or its end, before one of
 * those that wait is chosen; what a handler awaits that is no effect goes on by itself in between.
 */
export class Turnstile {
  readonly #turns: readonly number[];
  readonly #waiting: Waiting[] = [];
  /** Calls that are between two steps. */
  readonly #running = new Set<number>();
  readonly #steps: Step[] = [];
  #choices = 0;
  #isTurning = false;

  constructor(turns: readonly number[]) {
    this.#turns = turns;
  }

  /** What went on, in order. */
  get steps(): readonly Step[] {
    return this.#steps;
  }

  /** Until the turn of a call has come. */
  wait(call: number, effect: number): Promise<void> {
    this.#running.delete(call);
    this.#turn();
    return new Promise((goOn) => void this.#waiting.push({ call, effect, goOn }));
  }

  /** A call is over. */
  left(call: number): void {
    this.#running.delete(call);
  }

  #turn(): void {
    if (this.#isTurning) return;
    this.#isTurning = true;
    let passed = 0;
    const look = (): void => {
      passed++;
      if (passed < shortestStep || (this.#running.size > 0 && passed < longestStep)) return void setImmediate(look);
      this.#isTurning = false;
      this.#running.clear();
      this.#choose();
      if (this.#waiting.length > 0) this.#turn();
    };
    setImmediate(look);
  }

  #choose(): void {
    const of = this.#waiting.length;
    const turn = of > 1 ? (this.#turns[this.#choices++] ?? 0) : 0;
    const [next] = this.#waiting.splice(turn % of, 1);
    if (next === undefined) return;
    const { call, effect, goOn } = next;
    this.#steps.push({ call, effect, of });
    this.#running.add(call);
    goOn();
  }
}
