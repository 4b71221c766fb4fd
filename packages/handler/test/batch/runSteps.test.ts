import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { runSteps } from '../../src/batch/runSteps.ts';

interface Story {
  readonly lanes: readonly number[];
  readonly failing: ReadonlySet<number>;
  readonly concurrency: number;
  /** How many turns of the microtask queue each step takes; 0 is synchronous. */
  readonly turns: readonly number[];
  /** The first step that may not start; `count` for none. */
  readonly noTimeFrom: number;
}

async function run({ lanes, failing, concurrency, turns, noTimeFrom }: Story) {
  const started: number[] = [];
  const finished: number[] = [];
  const runningLanes = new Set<number>();
  let mostRunning = 0;
  let overlapInLane = false;
  const end = await runSteps(
    lanes.length,
    concurrency,
    (index) => lanes[index],
    (index) => {
      if (index > 0 && index >= noTimeFrom) return false;
      const lane = lanes[index] ?? 0;
      if (runningLanes.has(lane)) overlapInLane = true;
      runningLanes.add(lane);
      started.push(index);
      mostRunning = Math.max(mostRunning, runningLanes.size);
      const succeed = () => {
        runningLanes.delete(lane);
        finished.push(index);
        return !failing.has(index);
      };
      const duration = turns[index] ?? 0;
      return duration === 0 ? succeed() : wait(duration).then(() => succeed());
    },
  );
  return { end, started, finished, mostRunning, overlapInLane };
}

async function wait(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await Promise.resolve();
}

describe('runSteps', () => {
  test('runs one at a time and in order when concurrency is 1', async () => {
    const story = await run({
      lanes: [0, 1, 2, 3],
      failing: new Set(),
      concurrency: 1,
      turns: [3, 0, 2, 1],
      noTimeFrom: 4,
    });

    expect(story.started).toEqual([0, 1, 2, 3]);
    expect(story.mostRunning).toBe(1);
    expect(story.end).toBe(4);
  });

  test('still runs what waits for its lane below a failure, since the answer promises it', async () => {
    // Lane 0 has steps 0 and 1; step 2 of another lane fails while 0 is still running.
    const story = await run({
      lanes: [0, 0, 1, 2],
      failing: new Set([2]),
      concurrency: 2,
      turns: [9, 1, 1, 0],
      noTimeFrom: 4,
    });

    expect(story.started).toEqual([0, 2, 1]);
    expect(story.end).toBe(2);
  });

  test('starts nothing later than a failure that is known at once', async () => {
    const story = await run({
      lanes: [0, 1, 2, 3, 4],
      failing: new Set([2]),
      concurrency: 3,
      turns: [0, 0, 0, 0, 0],
      noTimeFrom: 5,
    });

    expect(story.started).toEqual([0, 1, 2]);
    expect(story.end).toBe(2);
  });

  test('keeps all lanes going to the end, though the workers that found no lane have left', async () => {
    const story = await run({
      lanes: [0, 0, 1, 1],
      failing: new Set(),
      concurrency: 4,
      turns: [1, 9, 2, 1],
      noTimeFrom: 4,
    });

    expect(story.finished).toEqual([0, 2, 3, 1]);
    expect(story.mostRunning).toBe(2);
  });

  test.each([
    ['throws', () => fail()],
    ['rejects', async () => fail()],
  ])('throws, and starts nothing later, when an attempt %s', async (_, attempt) => {
    const started: number[] = [];

    const end = runSteps(
      9,
      3,
      (index) => index,
      (index) => {
        started.push(index);
        return index === 1 ? attempt() : wait(5).then(() => true);
      },
    );

    await expect(end).rejects.toThrow('the log is full');
    await wait(20);
    expect(Math.max(...started)).toBeLessThanOrEqual(2);
  });

  test('laws hold for any lanes, failures, durations and end of time', async () => {
    const stories = fc.integer({ min: 0, max: 12 }).chain((count) =>
      fc.record({
        lanes: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: count, maxLength: count }),
        failing: fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 3 }).map((list) => new Set(list)),
        concurrency: fc.integer({ min: 1, max: 5 }),
        turns: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: count, maxLength: count }),
        noTimeFrom: fc.integer({ min: 0, max: 30 }),
      }),
    );

    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const { end, started, finished, mostRunning, overlapInLane } = await run(story);
        const count = story.lanes.length;

        expect(overlapInLane).toBe(false);
        expect(mostRunning).toBeLessThanOrEqual(story.concurrency);
        expect(finished.toSorted(ascending)).toEqual(started.toSorted(ascending));
        for (let index = 0; index < end; index++) expect(started).toContain(index);
        if (end < count) expect(story.failing.has(end) || end >= story.noTimeFrom).toBe(true);
        for (const [at, index] of started.entries()) {
          const earlierOfLane = story.lanes.flatMap((lane, other) =>
            lane === story.lanes[index] && other < index ? [other] : [],
          );
          for (const other of earlierOfLane) {
            expect(started.indexOf(other)).toBeLessThan(at);
            expect(started).toContain(other);
            expect(story.failing.has(other)).toBe(false);
          }
        }
      }),
      { seed: 4, numRuns: 2000 },
    );
  });
});

function fail(): never {
  throw new Error('the log is full');
}

function ascending(a: number, b: number): number {
  return a - b;
}
