import { describe, expect, jest, test } from '@jest/globals';
import { type BatchOutcome, batchHandler, bulkHandler, processBatch } from '@millrace/handler';
import { batchOf, memoryLogger, numbers, orders } from '../orders.ts';
import { powertoolsLogger } from '../powertoolsLogger.ts';

const keysOf = (number: number) => ({
  sequenceNumber: String(number),
  eventId: `event-${number}`,
  itemKey: `{"orderId":{"S":"order-${number}"}}`,
});

describe("Powertools' logger", () => {
  test('carries the keys of the record on every line, also on lines of the caller, and not afterwards', async () => {
    const { logger, lines } = powertoolsLogger();
    const handler = batchHandler(
      orders,
      async (record, scope) => {
        logger.info('mine');
        await Promise.resolve();
        scope.logger.warn('scoped');
        if (record.sequenceNumber === '2') throw new Error('no stock');
      },
      { logger },
    );

    logger.info('before');
    await handler(batchOf(3));
    logger.info('after');

    expect(lines).toMatchObject([
      { message: 'before' },
      { message: 'mine', ...keysOf(1) },
      { message: 'scoped', ...keysOf(1) },
      { message: 'mine', ...keysOf(2) },
      { message: 'scoped', ...keysOf(2) },
      {
        level: 'ERROR',
        message: 'Record 2 failed (handlerFailed).',
        ...keysOf(2),
        error: { message: 'no stock' },
      },
      { message: 'after' },
    ]);
    for (const line of [lines.at(0), lines.at(-1)]) expect(line).not.toHaveProperty('sequenceNumber');
  });

  test('side by side gives each record a child logger, and the shared one stays clean', async () => {
    const { logger, lines } = powertoolsLogger();
    const handler = batchHandler(
      orders,
      async (_, scope) => {
        await Promise.resolve();
        scope.logger.warn('scoped');
      },
      { logger, concurrency: 3 },
    );
    // A child made with createChild writes to its own console.
    const createChild = logger.createChild.bind(logger);
    logger.createChild = (options) => {
      const child = createChild(options);
      Object.assign(Reflect.get(child, 'console'), Reflect.get(logger, 'console'));
      return child;
    };

    await handler(batchOf(3));
    logger.info('after');

    expect(lines.slice(0, 3)).toMatchObject([1, 2, 3].map((number) => ({ message: 'scoped', ...keysOf(number) })));
    expect(lines[3]).not.toHaveProperty('sequenceNumber');
  });

  test.each([[undefined], [null], ['text'], [7], [{ reason: 'object' }]])(
    'takes a thrown %p without harm',
    async (thrown) => {
      const { logger, lines } = powertoolsLogger();

      const outcome = await processBatch(
        orders,
        () => {
          throw thrown;
        },
        batchOf(1),
        { logger },
      );

      expect(outcome.firstFailure?.error).toBe(thrown);
      expect(lines).toMatchObject([{ level: 'ERROR', ...keysOf(1) }]);
    },
  );
});

describe('any other logger', () => {
  test('gets the keys as the last argument of each line', async () => {
    const logger = memoryLogger();

    await processBatch(orders, (_, scope) => scope.logger.debug('scoped', 1), batchOf(1), { logger });

    expect(logger.lines).toEqual([['debug', 'scoped', 1, keysOf(1)]]);
  });
});

test.each([
  [
    'throws',
    () => {
      throw new Error('no stock');
    },
  ],
  ['rejects', () => Promise.reject(new Error('no stock'))],
])('a logger that fails where a record %s changes nothing of the answer', async (_, onRecord) => {
  const fail = (): never => {
    throw new Error('the log is full');
  };
  const handler = batchHandler(orders, onRecord, { logger: { debug: fail, warn: fail, error: fail } });

  expect(await handler(batchOf(2))).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
});

describe('onOutcome', () => {
  test('is told of the batches of bulkHandler too', async () => {
    const onOutcome = jest.fn();

    await bulkHandler(orders, () => {}, { onOutcome })(batchOf(2));

    expect(onOutcome).toHaveBeenCalledWith(expect.objectContaining({ received: 2, processed: numbers(1, 2) }));
  });

  test('is told once for each batch what became of it', async () => {
    const outcomes: BatchOutcome[] = [];
    const handler = batchHandler(orders, () => {}, { onOutcome: (outcome) => outcomes.push(outcome) });

    await handler(batchOf(2));
    await handler({ Records: [] });

    expect(outcomes).toMatchObject([
      { received: 2, processed: numbers(1, 2), stopped: 'completed', retryFrom: undefined },
      { received: 0, processed: [], stopped: 'completed' },
    ]);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('metrics are down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('metrics are down'))],
  ])('changes nothing when it %s', async (_, onOutcome) => {
    const logger = memoryLogger();

    const answer = await batchHandler(orders, () => {}, { onOutcome, logger })(batchOf(1));

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(logger.lines).toMatchObject([
      ['warn', expect.stringContaining('onOutcome failed'), { message: 'metrics are down' }],
    ]);
  });
});
