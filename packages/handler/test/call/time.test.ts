import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { batchHandler, processBatch } from '@millrace/handler';
import { batchOf, contextWith, memoryLogger, numbers, orders } from '../orders.ts';

const logger = memoryLogger();

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

/** A context whose clock goes with Jest's timers. */
function contextOnFakeTime(remainingMs: number) {
  const endsAt = Date.now() + remainingMs;
  return { ...contextWith(remainingMs), getRemainingTimeInMillis: () => endsAt - Date.now() };
}

function never(): Promise<never> {
  return new Promise(() => {});
}

describe('before each record', () => {
  test('stops and reports the record when less than 200 ms are left', async () => {
    const context = contextWith(290);
    const seen: string[] = [];

    const outcome = await processBatch(
      orders,
      (record) => {
        seen.push(record.sequenceNumber);
        context.remainingMs -= 40;
      },
      batchOf(10),
      { context, logger },
    );

    expect(seen).toEqual(numbers(1, 2, 3));
    expect(outcome).toMatchObject({
      stopped: 'outOfTime',
      firstFailure: undefined,
      skipped: numbers(4, 5, 6, 7, 8, 9, 10),
      retryFrom: { index: 3, sequenceNumber: '4' },
    });
  });

  test('keeps back as much as the slowest record took', async () => {
    const context = contextWith(3000);
    const seen: string[] = [];

    await processBatch(
      orders,
      (record) => {
        seen.push(record.sequenceNumber);
        context.remainingMs -= record.sequenceNumber === '2' ? 1200 : 100;
      },
      batchOf(10),
      { context, logger },
    );

    // 3000, 2900, 1700, 1600, 1500, 1400, 1300, 1200, 1100: less than the 1200 ms of record 2 are left for record 9.
    expect(seen).toEqual(numbers(1, 2, 3, 4, 5, 6, 7, 8));
  });

  test('side by side, keeps back as much as the slowest record took, not the time from one start to the next', async () => {
    const context = contextOnFakeTime(2500);
    const leftAtStart: number[] = [];

    const outcome = processBatch(
      orders,
      async (record) => {
        leftAtStart.push(context.getRemainingTimeInMillis());
        await new Promise((resolve) => setTimeout(resolve, record.sequenceNumber === '1' ? 1000 : 100));
      },
      batchOf(40),
      { context, concurrency: 2, logger },
    );
    await jest.advanceTimersByTimeAsync(2500);

    expect((await outcome).stopped).toBe('outOfTime');
    expect(Math.min(...leftAtStart)).toBe(1000);
  });

  test.each([
    ['a number', 1000],
    ['a function of the slowest record', (slowestMs: number) => slowestMs * 10],
  ])('keeps back what reserveMs says: %s', async (_, reserveMs) => {
    const context = contextWith(1250);

    const outcome = await processBatch(orders, () => (context.remainingMs -= 100), batchOf(10), {
      context,
      reserveMs,
      logger,
    });

    expect(outcome.processed).toEqual(numbers(1, 2, 3));
  });

  test('always attempts the first one, or a slow record would never be attempted', async () => {
    const outcome = await processBatch(orders, () => {}, batchOf(3), { context: contextWith(1), logger });

    expect(outcome).toMatchObject({ processed: numbers(1), retryFrom: { sequenceNumber: '2' } });
  });

  test("throws for the rest when onFailure is 'throw', which would be lost in an answer nobody reads", async () => {
    const handler = batchHandler(orders, () => {}, { onFailure: 'throw', logger });

    await expect(handler(batchOf(2), contextWith(1))).rejects.toThrow('the record at index 1 was not reached');
  });
});

describe('a record that hangs', () => {
  test('costs its own retry and not that of the records before it', async () => {
    const handler = batchHandler(orders, (record) => (record.sequenceNumber === '3' ? never() : undefined), { logger });

    const answer = handler(batchOf(5), contextOnFakeTime(3000));
    await jest.advanceTimersByTimeAsync(2899);
    const early = await Promise.race([answer, Promise.resolve('still waiting')]);
    await jest.advanceTimersByTimeAsync(1);

    expect(early).toBe('still waiting');
    await expect(answer).resolves.toEqual({ batchItemFailures: [{ itemIdentifier: '3' }] });
  });

  test('gets its signal aborted, with a reason that says why', async () => {
    const signals: AbortSignal[] = [];

    const outcome = processBatch(
      orders,
      (_, { signal }) => {
        signals.push(signal);
        return never();
      },
      batchOf(2),
      { context: contextOnFakeTime(3000), logger },
    );
    await jest.advanceTimersByTimeAsync(2900);

    expect(await outcome).toMatchObject({
      firstFailure: { index: 0, reason: 'deadline', error: { code: 'RecordTimeoutError' } },
    });
    expect(signals.map((signal) => signal.reason)).toEqual([
      expect.objectContaining({ code: 'RecordTimeoutError', reason: 'deadline' }),
    ]);
  });

  test('is given up after recordTimeoutMs when there is one', async () => {
    const outcome = processBatch(
      orders,
      (record) => (record.sequenceNumber === '2' ? never() : undefined),
      batchOf(3),
      {
        context: contextOnFakeTime(30_000),
        recordTimeoutMs: 500,
        logger,
      },
    );
    await jest.advanceTimersByTimeAsync(500);

    expect(await outcome).toMatchObject({
      processed: numbers(1),
      firstFailure: { sequenceNumber: '2', reason: 'recordTimedOut', error: { reason: 'recordTimedOut' } },
    });
  });

  test('beside others: all that hang are given up, and the lowest is reported', async () => {
    const outcome = processBatch(
      orders,
      (record) => (record.sequenceNumber === '1' ? undefined : never()),
      batchOf(4),
      {
        context: contextOnFakeTime(3000),
        concurrency: 3,
        logger,
      },
    );
    await jest.advanceTimersByTimeAsync(2900);

    expect(await outcome).toMatchObject({ retryFrom: { sequenceNumber: '2' }, processed: numbers(1) });
  });

  test('in onPoison is a failure of the record too', async () => {
    const outcome = processBatch(
      orders,
      () => {},
      { Records: [{ eventName: 'INSERT', dynamodb: { SequenceNumber: '7' } }] },
      {
        context: contextOnFakeTime(3000),
        onPoison: never,
        logger,
      },
    );
    await jest.advanceTimersByTimeAsync(2900);

    expect(await outcome).toMatchObject({ firstFailure: { sequenceNumber: '7', reason: 'poisonHandlerFailed' } });
  });

  test('in onOutcome does not keep the answer back', async () => {
    const answer = batchHandler(orders, () => {}, { onOutcome: never, logger })(batchOf(1), contextOnFakeTime(3000));
    await jest.advanceTimersByTimeAsync(2900);

    await expect(answer).resolves.toEqual({ batchItemFailures: [] });
  });

  test('in onOutcome is not cut short by the time of a record', async () => {
    const flushed = jest.fn();
    const onOutcome = async () => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      flushed();
    };
    const warn = jest.fn();

    const answer = batchHandler(orders, () => {}, {
      onOutcome,
      recordTimeoutMs: 20,
      logger: { ...logger, warn },
    })(batchOf(1), contextOnFakeTime(3000));
    await jest.advanceTimersByTimeAsync(500);
    await answer;

    expect(flushed).toHaveBeenCalled();
    expect(warn).not.toHaveBeenCalled();
  });

  test('that fails after it was given up disturbs nobody', async () => {
    let failLate: (error: Error) => void = () => {};
    const outcome = processBatch(
      orders,
      () =>
        new Promise((_, reject) => {
          failLate = reject;
        }),
      batchOf(1),
      {
        recordTimeoutMs: 10,
        logger,
      },
    );
    await jest.advanceTimersByTimeAsync(10);
    await outcome;

    failLate(new Error('too late'));
    await jest.advanceTimersByTimeAsync(10);

    expect(await outcome).toMatchObject({ firstFailure: { reason: 'recordTimedOut' } });
  });
});

test('sets no timer for a record that is done within its turn of the event loop', async () => {
  const setTimer = jest.spyOn(globalThis, 'setTimeout');
  const handler = batchHandler(orders, async () => {}, { recordTimeoutMs: 1000, logger });

  await handler(batchOf(20), contextOnFakeTime(3000));

  expect(setTimer).not.toHaveBeenCalled();
});

test.each([
  ['are done at once', async () => {}],
  ['take a while', () => new Promise<void>((resolve) => setTimeout(resolve, 10))],
])('leaves no timer behind when records %s', async (_, onRecord) => {
  const handler = batchHandler(orders, onRecord, { recordTimeoutMs: 1000, logger });

  const answer = handler(batchOf(20), contextOnFakeTime(3000));
  await jest.advanceTimersByTimeAsync(200);
  await answer;

  expect(jest.getTimerCount()).toBe(0);
});

test('needs no context', async () => {
  const handler = batchHandler(orders, async (_, { signal }) => signal.throwIfAborted(), { logger });

  await expect(handler(batchOf(3))).resolves.toEqual({ batchItemFailures: [] });
});
