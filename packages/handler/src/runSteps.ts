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
  attempt: (index: number) => boolean | Promise<boolean>,
): Promise<number> {
  const successors = new Int32Array(count); // 0 says none: step 0 succeeds nobody.
  const waiting = new Uint8Array(count);
  const lastOf = new Map<unknown, number>();
  for (let index = 0; index < (concurrency > 1 ? count : 0); index++) {
    const lane = laneOf(index);
    const before = lastOf.get(lane);
    if (before !== undefined) {
      successors[before] = index;
      waiting[index] = 1;
    }
    lastOf.set(lane, index);
  }
  const released: number[] = []; // Passed by the cursor while they waited; at most one for each running step.
  let cursor = 0;
  let end = count;

  /** Takes the lowest step that is ready, if it is below `end`. */
  function take(): number | undefined {
    const lowest = Math.min(...released); // All are below the cursor, so they come first.
    if (lowest < end) return released.splice(released.indexOf(lowest), 1)[0];
    while (cursor < end && waiting[cursor] === 1) cursor += 1;
    return cursor < end ? cursor++ : undefined;
  }

  /** Makes the next of its lane ready. */
  function release(index: number): void {
    const next = successors[index] as number;
    waiting[next] = 0;
    if (next !== 0 && next < cursor) released.push(next);
  }

  // Who finds no step ready may leave: from then on each step that ends readies one at most, for who ran it.
  async function work(): Promise<void> {
    for (let index = take(); index !== undefined; index = take()) {
      let succeeded = false;
      try {
        const attempted = attempt(index);
        // What is synchronous stays so: a turn of the queue for each record would be most of the bookkeeping.
        succeeded = typeof attempted === 'boolean' ? attempted : await attempted;
      } finally {
        if (succeeded) release(index);
        else end = Math.min(end, index);
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, work));
  return end;
}
