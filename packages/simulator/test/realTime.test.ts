import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import { createSimulation, simulate } from '../src/index.ts';

// What a run costs in real time, and how it is looked after while it goes on.

const record: DynamoDBRecord = { eventName: 'INSERT', dynamodb: { Keys: { id: { S: 'a' } }, SequenceNumber: '1' } };
const endless = { StartingPosition: 'TRIM_HORIZON' } as const;
const retries = (MaximumRetryAttempts: number) => ({ StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts }) as const;
const nodeTimers = process.getBuiltinModule('node:timers');

/** Something is left that could answer, so that the call is waited for. */
const kept: NodeJS.Timeout[] = [];
const hangs = (): Promise<void> => new Promise(() => kept.push(setInterval(() => undefined, 60_000)));

afterEach(() => kept.splice(0).forEach((timer) => clearInterval(timer)));

/** The real times that timers were set for while `act` went on. */
async function waits(act: () => Promise<unknown>): Promise<readonly unknown[]> {
  const timers = jest.spyOn(nodeTimers, 'setTimeout');
  await act();
  // Those that do not keep the process; with the others it is looked whether something is left that could answer.
  const times = timers.mock.calls.flatMap(([, ms], index) => {
    const timer = timers.mock.results[index]?.value as NodeJS.Timeout;
    return timer.hasRef() ? [] : [ms];
  });
  timers.mockRestore();
  return times;
}

describe('a handler that hangs', () => {
  test('is waited for in real time once, and then for 5 ms an attempt', async () => {
    const times = await waits(() =>
      simulate({ handler: hangs, records: [record], mapping: retries(20), functionTimeoutMs: 50 }),
    );

    expect(times).toEqual([50, ...Array.from({ length: 20 }, () => 5)]);
  });

  test('is waited for as `realTimeoutMs` says, each time', async () => {
    const options = { handler: hangs, records: [record], mapping: retries(3), functionTimeoutMs: 3000 };

    expect(await waits(() => simulate({ ...options, realTimeoutMs: 7 }))).toEqual([7, 7, 7, 7]);
  });

  test('has as long as twice the slowest call that answered', async () => {
    let calls = 0;
    let nowMs = 0;
    const answers = new Promise<void>((resolve) => setImmediate(resolve)).then(() => void (nowMs += 10));
    const handler = (): Promise<void> => (calls++ === 0 ? answers : hangs());
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const records = ['1', '2'].map((SequenceNumber) => ({
      ...record,
      dynamodb: { ...record.dynamodb, SequenceNumber },
    }));

    const times = await waits(() =>
      simulate({ handler, records, mapping: { ...retries(1), BatchSize: 1 }, functionTimeoutMs: 40 }),
    );

    clock.mockRestore();
    expect(times).toEqual([40, 40, 20]);
  });

  test('is waited for without an end where a debugger is attached', async () => {
    const builtin = jest.spyOn(process, 'getBuiltinModule').mockReturnValue({ url: () => 'ws://127.0.0.1:9229/x' });
    let answer = (): void => undefined;
    const handler = () => new Promise<void>((resolve) => (answer = resolve));

    const times = await waits(async () => {
      const running = simulate({ handler, records: [record], mapping: endless });
      await new Promise((resolve) => setImmediate(resolve));
      answer();
      await running;
    });

    builtin.mockRestore();
    expect(times).toEqual([]);
  });

  test.each([0, Number.NaN, '5'])('`realTimeoutMs` of %p is refused', async (realTimeoutMs) => {
    const options = { handler: hangs, records: [record], mapping: endless, realTimeoutMs: realTimeoutMs as number };

    await expect(simulate(options)).rejects.toThrow('`realTimeoutMs` is');
  });
});

describe('a run that is looked after', () => {
  const failing = async (): Promise<void> => {
    throw new Error('no');
  };

  test('asks before each event, awaits the answer and stops where it is told to, with the rest pending', async () => {
    const asked: number[] = [];
    const simulation = await createSimulation({ handler: failing, records: [record], mapping: endless });

    const trace = await simulation.run({
      beforeEach: async (atMs) => {
        asked.push(atMs);
        return atMs < 60_000;
      },
    });

    expect(asked.at(-1)).toBeGreaterThanOrEqual(60_000);
    expect(asked).toEqual(asked.toSorted((a, b) => a - b));
    expect(trace.invocations.length).toBeGreaterThan(5);
    expect(trace.events.at(-1)?.atMs).toBeLessThan(60_000);
  });

  test('comes to the same as one that is not', async () => {
    const options = { handler: failing, records: [record], mapping: retries(4) };

    const [plain, asked] = await Promise.all([
      simulate(options),
      createSimulation(options).then((simulation) => simulation.run({ beforeEach: () => true })),
    ]);

    expect(asked.toText()).toBe(plain.toText());
  });
});
