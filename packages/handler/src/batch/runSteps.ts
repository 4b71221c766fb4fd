/**
 * Runs the steps 0 to `count` in order, at most `concurrency` at a time and in different lanes, and answers with the
 * index of the first that did not succeed, or `count`.
 *
 * `laneOf` names the lane of a step, and is asked only when `concurrency` > 1: steps of one lane never overlap and keep
 * their order. `attempt` runs a step and answers whether it succeeded; when it throws, it did not, and the run throws.
 *
 * After a failure nothing later starts; everything earlier still runs, also what was waiting for its lane, because
 * the answer promises that all before it is done. What runs is awaited. Of several ready steps the lowest goes first.
 */
export async function runSteps(
  count: number,
  concurrency: number,
  laneOf: (index: number) => unknown,
  attempt: (index: number) => boolean | PromiseLike<boolean>,
): Promise<number> {
  if (concurrency > 1) return runLanes(count, concurrency, laneOf, attempt);
  for (let index = 0; index < count; index++) {
    const attempted = attempt(index);
    // What is synchronous stays so: a turn of the queue for each record would be most of the bookkeeping.
    if (attempted !== true && !(await attempted)) return index;
  }
  return count;
}

async function runLanes(
  count: number,
  concurrency: number,
  laneOf: (index: number) => unknown,
  attempt: (index: number) => boolean | PromiseLike<boolean>,
): Promise<number> {
  /** The lanes in which a step runs, each with the steps of it that were met since. */
  const running = new Map<unknown, number[]>();
  let cursor = 0;
  let end = count;

  // Who meets the end may leave: what is left waits in a lane, for who works there.
  async function work(): Promise<void> {
    while (cursor < end) {
      const step = cursor++;
      const lane = laneOf(step);
      if (running.get(lane)?.push(step)) continue;
      const steps = [step];
      for (const index of steps) {
        let succeeded: boolean | PromiseLike<boolean> = false;
        try {
          succeeded = index < end && attempt(index);
          if (typeof succeeded !== 'boolean') {
            running.set(lane, steps);
            succeeded = await succeeded;
          }
        } finally {
          if (succeeded !== true) end = Math.min(end, index);
        }
      }
      running.delete(lane);
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, work));
  return end;
}
