/** What {@link runSteps} runs: `count` numbered steps, in lanes. */
export interface Steps {
  readonly count: number;
  /** How many steps may run at the same time, at least 1. */
  readonly concurrency: number;
  /** Names the lane of a step; steps of one lane never overlap and keep their order. Asked only when `concurrency` > 1. */
  readonly laneOf: (index: number) => unknown;
  /** Asked just before a step starts; `false` ends the run there. */
  readonly mayStart: (index: number) => boolean;
  /** Runs one step; answers whether it succeeded. Must not throw. */
  readonly attempt: (index: number) => boolean | Promise<boolean>;
}

/**
 * Runs steps in order, several at a time when they are in different lanes, and answers with the index of the first
 * one that did not succeed, or `count`.
 *
 * After a failure nothing later starts; everything earlier still runs, also what was waiting for its lane, because
 * the answer promises that all before it is done. What runs is awaited. Of several ready steps the lowest goes first.
 */
export function runSteps({ count, concurrency, laneOf, mayStart, attempt }: Steps): Promise<number> {
  const queue = queueOf(count, concurrency > 1 ? laneOf : undefined);
  let end = count;
  let running = 0;
  return new Promise((resolve, reject) => {
    function settle(index: number, succeeded: boolean): void {
      if (succeeded) queue.release(index);
      else if (index < end) end = index;
    }
    async function finish(index: number, result: Promise<boolean>): Promise<void> {
      try {
        const succeeded = await result;
        running -= 1;
        settle(index, succeeded);
        startReady();
      } catch (error) {
        reject(error);
      }
    }
    function startReady(): void {
      while (running < concurrency) {
        const index = queue.take(end);
        if (index === none) break;
        if (!mayStart(index)) {
          end = index;
          continue;
        }
        const result = attempt(index);
        if (typeof result === 'boolean') settle(index, result);
        else {
          running += 1;
          void finish(index, result);
        }
      }
      if (running === 0) resolve(end);
    }
    startReady();
  });
}

const none = -1;

interface StepQueue {
  /** Takes the lowest step below `end` that is ready, or `none`. */
  readonly take: (end: number) => number;
  /** Says that a step is done, so that the next of its lane is ready. */
  readonly release: (index: number) => void;
}

/** Without lanes, every step is ready when its turn comes. */
function queueOf(count: number, laneOf: ((index: number) => unknown) | undefined): StepQueue {
  const successors = new Int32Array(count); // 0 says none: step 0 succeeds nobody.
  const waiting = new Uint8Array(count);
  const lastOf = new Map<unknown, number>();
  for (let index = 0; index < (laneOf ? count : 0); index++) {
    const lane = laneOf?.(index);
    const before = lastOf.get(lane);
    if (before !== undefined) {
      successors[before] = index;
      waiting[index] = 1;
    }
    lastOf.set(lane, index);
  }
  const released: number[] = []; // Passed by the cursor while they waited; at most one for each running step.
  let cursor = 0;
  return {
    take(end) {
      const lowest = Math.min(...released); // All are below the cursor, so they come first.
      if (lowest < end) return released.splice(released.indexOf(lowest), 1)[0] as number;
      while (cursor < end && waiting[cursor] === 1) cursor += 1;
      return cursor < end ? cursor++ : none;
    },
    release(index) {
      const next = successors[index] as number;
      waiting[next] = 0;
      if (next !== 0 && next < cursor) released.push(next);
    },
  };
}
