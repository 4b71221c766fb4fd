import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Trace } from '../src/index.ts';
import { record, reports, run, sequenceNumbersOf, startSeconds, toQueue, type StreamEvent } from './fixtures.ts';

/** What a window's history was like, instance by instance: an instance lasts from `windowOpened` to `windowClosed`. */
interface Instance {
  readonly start: string;
  state: unknown;
  finalCalls: number;
}

/** Follows the windows of a one-shard trace and collects what breaks their rules (S46 to S57). */
function brokenRules(trace: Trace, createdAt: ReadonlyMap<string, number>): readonly string[] {
  const broken: string[] = [];
  const requestIds = new Set<string>();
  const ends = new Map(trace.invocations.map((invocation) => [invocation.index, invocation]));
  let open: Instance | undefined;
  for (const event of trace.events) {
    if (event.type === 'windowOpened') {
      if (open !== undefined) broken.push(`${event.window.start} opened within ${open.start}`);
      open = { start: event.window.start, state: {}, finalCalls: 0 };
    } else if (event.type === 'windowClosed') {
      if (open?.start !== event.window.start) broken.push(`${event.window.start} closed, ${open?.start} was open`);
      open = undefined;
    } else if (event.type === 'invocationStarted') {
      if (requestIds.has(event.requestId) !== event.attempt > 1)
        broken.push(`call ${event.index} has an id of another`);
      requestIds.add(event.requestId);
      if (open === undefined || event.window?.start !== open.start) {
        broken.push(`call ${event.index} is of ${event.window?.start}, ${open?.start} was open`);
        continue;
      }
      if (JSON.stringify(event.state) !== JSON.stringify(open.state))
        broken.push(`call ${event.index} has another state`);
      if (event.isFinalInvokeForWindow !== (event.sequenceNumbers.length === 0)) {
        broken.push(`call ${event.index} is final with records, or has none and is not final`);
      }
      const bounds = [Date.parse(event.window.start), Date.parse(event.window.end)] as const;
      for (const sequence of event.sequenceNumbers) {
        const created = (createdAt.get(sequence) ?? Number.NaN) * 1000;
        if (!(created >= bounds[0] && created < bounds[1])) broken.push(`${sequence} is not of its window`);
      }
      if (event.isFinalInvokeForWindow) open.finalCalls++;
      else if (open.finalCalls > 0) broken.push(`call ${event.index} comes after the final call`);
    } else if (event.type === 'invocationEnded' && open !== undefined) {
      const response = ends.get(event.index)?.response;
      const hasState = typeof response === 'object' && response !== null && 'state' in response;
      const counts = event.outcome === 'success' || event.outcome === 'partialFailure';
      if (counts && hasState && event.sequenceNumbers.length > 0) open.state = response.state;
    }
  }
  if (open !== undefined) broken.push(`${open.start} was never closed`);
  return broken;
}

const poison = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 4 });

test('windows keep their rules whatever fails, is reported, bisected, retried or outgrown', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 12 }),
      fc.record({ thrown: poison, reported: poison, timeless: poison }),
      fc.record({
        BatchSize: fc.integer({ min: 1, max: 5 }),
        MaximumRetryAttempts: fc.integer({ min: 0, max: 2 }),
        BisectBatchOnFunctionError: fc.boolean(),
        MaximumBatchingWindowInSeconds: fc.constantFrom(0, 4),
        TumblingWindowInSeconds: fc.constantFrom(1, 10, 30),
      }),
      fc.record({ failsFinalCalls: fc.boolean(), stateLimitBytes: fc.constantFrom(11, 12, 1_048_576) }),
      async (times, wrong, mapping, { failsFinalCalls, stateLimitBytes }) => {
        const sorted = times.toSorted((one, other) => one - other);
        const has = (event: StreamEvent, list: readonly number[]): boolean =>
          sequenceNumbersOf(event).some((sequence) => list.includes(Number(sequence)));
        const trace = await run({
          records: sorted.map((at, index) => record(index + 1, { at })),
          handler: (event: StreamEvent) => {
            if (has(event, wrong.thrown) || (failsFinalCalls && event.isFinalInvokeForWindow))
              throw new Error('poison');
            const batchItemFailures = sequenceNumbersOf(event)
              .filter((sequence) => wrong.reported.includes(Number(sequence)))
              .map((itemIdentifier) => ({ itemIdentifier }));
            if (has(event, wrong.timeless)) return { batchItemFailures };
            return { state: { count: (event.state?.count ?? 0) + event.Records.length }, batchItemFailures };
          },
          mapping: { ...reports, ...toQueue, ...mapping },
          semantics: { stateLimitBytes },
        });

        const createdAt = new Map(sorted.map((at, index) => [String(index + 1), startSeconds + at]));
        expect(brokenRules(trace, createdAt)).toEqual([]);
        expect(trace.checkpoints.at(-1)?.sequenceNumber).toBe(String(times.length));
      },
    ),
    { numRuns: 200, seed: 57 },
  );
});
