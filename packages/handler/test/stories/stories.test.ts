import { describe, expect, test } from '@jest/globals';
import { batchHandler, bulkHandler, PoisonRecordError, type RecordScope } from '@millrace/handler';
import { idempotent, InMemoryPersistenceLayer } from '@millrace/handler/idempotency';
import { elapse } from '@millrace/simulator';
import type { RecordOf } from '@millrace/records';
import { inserted, numbers, orders } from '../orders.ts';
import { powertoolsLogger } from '../powertoolsLogger.ts';
import { failing, Ledger, replay } from './replay.ts';

const never = (): Promise<never> => new Promise(() => {});

describe('batchHandler', () => {
  test('a failure that passes: nothing is done twice and nothing out of order', async () => {
    const ledger = new Ledger();
    const stumble = failing(2);
    const handler = batchHandler(
      orders,
      async (record) => {
        if (record.sequenceNumber === '3') stumble();
        ledger.effects.push(`charge ${record.sequenceNumber}`);
      },
      { logger: ledger.logger },
    );

    const trace = await replay('transient-failure', ledger, handler, {});

    expect(ledger.effects).toEqual(['charge 1', 'charge 2', 'charge 3', 'charge 4', 'charge 5']);
    expect(trace.invocations.map((call) => call.sequenceNumbers)).toEqual([
      numbers(1, 2, 3, 4, 5),
      numbers(3, 4, 5),
      numbers(3, 4, 5),
    ]);
  });

  test("with Powertools' logger every line of a record names it, the handler's own too, in each of its attempts", async () => {
    const ledger = new Ledger();
    const { logger } = powertoolsLogger(({ level, message, itemKey }) => {
      ledger.log.push([level, message, itemKey].map(String).join(' '));
    });
    const stumble = failing(1);
    const handler = batchHandler(
      orders,
      async (record) => {
        logger.info('charging');
        if (record.sequenceNumber === '2') stumble();
      },
      { logger },
    );

    await replay('logger', ledger, handler, { count: 3 });

    const charging = (number: number) => `INFO charging {"orderId":{"S":"order-${number}"}}`;
    expect(ledger.log).toEqual([
      charging(1),
      charging(2),
      'ERROR Record 2 failed (handlerFailed). {"orderId":{"S":"order-2"}}',
      charging(2),
      charging(3),
    ]);
  });

  test('poison with onPoison: it goes aside, the rest goes on in the same call', async () => {
    const ledger = new Ledger();
    const handler = batchHandler(
      orders,
      async (record) => {
        if (record.sequenceNumber === '3') throw new PoisonRecordError('unknown currency');
        ledger.effects.push(`charge ${record.sequenceNumber}`);
      },
      {
        onPoison: async (record, error) =>
          ledger.effects.push(`aside ${record.dynamodb?.SequenceNumber}: ${error.message}`),
        logger: ledger.logger,
      },
    );

    const trace = await replay('poison-aside', ledger, handler, {});

    expect(ledger.effects).toEqual(['charge 1', 'charge 2', 'aside 3: unknown currency', 'charge 4', 'charge 5']);
    expect(trace.invocations).toHaveLength(1);
  });

  test('poison whose queue is down: the record is retried, and goes aside when the queue is back', async () => {
    const ledger = new Ledger();
    const sendToQueue = failing(1, () => new Error('queue is down'));
    const handler = batchHandler(
      orders,
      (record) => {
        if (record.sequenceNumber === '3') throw new PoisonRecordError('unknown currency');
        ledger.effects.push(`charge ${record.sequenceNumber}`);
      },
      {
        onPoison(record) {
          sendToQueue();
          ledger.effects.push(`aside ${record.dynamodb?.SequenceNumber}`);
        },
        logger: ledger.logger,
      },
    );

    await replay('poison-queue-down', ledger, handler, {});

    expect(ledger.effects).toEqual(['charge 1', 'charge 2', 'aside 3', 'charge 4', 'charge 5']);
  });

  test('poison without onPoison: bisect finds it, its retries run out, and only it is discarded', async () => {
    const ledger = new Ledger();
    const handler = batchHandler(
      orders,
      (record) => {
        if (record.sequenceNumber === '3') throw new PoisonRecordError('unknown currency');
        ledger.effects.push(`charge ${record.sequenceNumber}`);
      },
      { logger: ledger.logger },
    );

    const trace = await replay('poison-blocks', ledger, handler, {
      mapping: {
        MaximumRetryAttempts: 1,
        BisectBatchOnFunctionError: true,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' } },
      },
    });

    expect(ledger.effects).toEqual(['charge 1', 'charge 2', 'charge 4', 'charge 5']);
    expect(trace.discarded.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['3']);
  });

  test('poison without onPoison and without bisect: what waits behind it is discarded with it (S22)', async () => {
    const ledger = new Ledger();
    const handler = batchHandler(
      orders,
      (record) => {
        if (record.sequenceNumber === '3') throw new PoisonRecordError('unknown currency');
        ledger.effects.push(`charge ${record.sequenceNumber}`);
      },
      { logger: ledger.logger },
    );

    const trace = await replay('poison-takes-its-neighbours', ledger, handler, {
      mapping: { MaximumRetryAttempts: 1 },
    });

    expect(trace.discarded.map(({ sequenceNumber }) => sequenceNumber)).toEqual(numbers(3, 4, 5));
  });

  test('time runs out: each call does what fits, and the next goes on from there', async () => {
    const ledger = new Ledger();
    const handler = batchHandler(
      orders,
      async (record, { context }) => {
        await elapse(context as object, 100);
        ledger.effects.push(`charge ${record.sequenceNumber}`);
      },
      { logger: ledger.logger },
    );

    const trace = await replay('out-of-time', ledger, handler, { functionTimeoutMs: 450 });

    expect(ledger.effects).toEqual(['charge 1', 'charge 2', 'charge 3', 'charge 4', 'charge 5']);
    expect(trace.invocations.map((call) => call.sequenceNumbers.length)).toEqual([5, 2]);
  });

  test('reserveMs keeps back the time that the slowest record needs: no call times out', async () => {
    const ledger = new Ledger();
    const handler = batchHandler(
      orders,
      async (record, { context }) => {
        await elapse(context as object, record.sequenceNumber === '3' ? 800 : 100);
        ledger.effects.push(`charge ${record.sequenceNumber}`);
      },
      { reserveMs: 850, logger: ledger.logger },
    );

    const trace = await replay('reserve', ledger, handler, { functionTimeoutMs: 1000 });

    expect(ledger.effects).toEqual(['charge 1', 'charge 2', 'charge 3', 'charge 4', 'charge 5']);
    expect(trace.invocations.every((call) => call.outcome !== 'functionError')).toBe(true);
  });

  test.each([
    ['hung-record', {}],
    ['hung-record-limited', { recordTimeoutMs: 20 }],
    ['hung-record-margin', { answerMarginMs: 390 }],
  ])('a record that hangs once costs its own retry, not that of those before it: %s', async (name, options) => {
    const ledger = new Ledger();
    let hangs = 1;
    const handler = batchHandler(
      orders,
      async (record, { signal }: RecordScope) => {
        signal.addEventListener('abort', () => ledger.effects.push(`gave up ${record.sequenceNumber}`));
        if (record.sequenceNumber === '3' && hangs-- > 0) await never();
        ledger.effects.push(`charge ${record.sequenceNumber}`);
      },
      { ...options, reserveMs: 0, logger: ledger.logger },
    );

    await replay(name, ledger, handler, { functionTimeoutMs: 400 });

    expect(ledger.effects).toEqual(['charge 1', 'charge 2', 'gave up 3', 'charge 3', 'charge 4', 'charge 5']);
  });

  test('an answer that is lost: the whole batch is done again, which only idempotency can catch', async () => {
    const ledger = new Ledger();
    const handler = batchHandler(orders, async (record) => ledger.effects.push(`charge ${record.sequenceNumber}`), {
      logger: ledger.logger,
    });

    await replay('lost-answer', ledger, handler, { faults: ({ index }) => (index === 0 ? 'timeout' : undefined) });

    expect(ledger.duplicates).toBe(5);
  });

  test('lanes: items keep their order; what other items had done behind the failure is done again', async () => {
    const ledger = new Ledger();
    const stumble = failing(1);
    const handler = batchHandler(
      orders,
      async (record) => {
        await Promise.resolve();
        if (record.sequenceNumber === '4') stumble();
        ledger.effects.push(`${record.keys.orderId} ${record.sequenceNumber}`);
      },
      { concurrency: 3, logger: ledger.logger },
    );

    const trace = await replay('lanes', ledger, handler, { count: 9, itemOf: (number) => `item-${number % 3}` });

    for (const item of [0, 1, 2]) {
      const ofItem = ledger.effects.filter((effect) => effect.startsWith(`item-${item}`));
      expect([...new Set(ofItem)]).toEqual(
        [1, 2, 3].map((turn) => `item-${item} ${item === 0 ? turn * 3 : (turn - 1) * 3 + item}`),
      );
    }
    expect(trace.invocations.map((call) => call.sequenceNumbers[0])).toEqual(numbers(1, 4));
    expect(ledger.duplicates).toBe(2);
  });

  test('lanes with idempotency: nothing is done twice, and items keep their order', async () => {
    const ledger = new Ledger();
    const stumble = failing(1);
    const charge = idempotent(
      async (record: RecordOf<typeof orders>) => {
        if (record.sequenceNumber === '4') stumble();
        ledger.effects.push(`${record.keys.orderId} ${record.sequenceNumber}`);
      },
      { persistenceStore: new InMemoryPersistenceLayer(), keyPrefix: 'charge' },
    );
    const handler = batchHandler(orders, charge, { concurrency: 3, logger: ledger.logger });

    const trace = await replay('lanes-idempotent', ledger, handler, {
      count: 9,
      itemOf: (number) => `item-${number % 3}`,
    });

    expect(ledger.duplicates).toBe(0);
    expect(ledger.effects).toHaveLength(9);
    const ofItem = ledger.effects.filter((effect) => effect.startsWith('item-1'));
    expect(ofItem).toEqual(['item-1 1', 'item-1 4', 'item-1 7']);
    expect(trace.invocations).toHaveLength(2);
  });

  test('onOutcome: what became of each batch, with what is done again', async () => {
    const ledger = new Ledger();
    const stumble = failing(1);
    const handler = batchHandler(
      orders,
      async (record) => {
        await Promise.resolve();
        if (record.sequenceNumber === '2') stumble();
      },
      {
        concurrency: 2,
        logger: ledger.logger,
        onOutcome: ({ processed, skipped, repeated, stopped }) =>
          ledger.effects.push(`${stopped}: ${JSON.stringify({ processed, skipped, repeated })}`),
      },
    );

    await replay('outcomes', ledger, handler, {});

    expect(ledger.effects).toEqual([
      'failed: {"processed":["1","3"],"skipped":["4","5"],"repeated":["3"]}',
      'completed: {"processed":["2","3","4","5"],"skipped":[],"repeated":[]}',
    ]);
  });

  test("onFailure 'throw': without reporting the whole batch is done again, and nothing is lost", async () => {
    const ledger = new Ledger();
    const stumble = failing(1);
    const handler = batchHandler(
      orders,
      (record) => {
        if (record.sequenceNumber === '3') stumble();
        ledger.effects.push(`charge ${record.sequenceNumber}`);
      },
      { onFailure: 'throw', logger: ledger.logger },
    );

    const trace = await replay('throw-without-reporting', ledger, handler, { mapping: { FunctionResponseTypes: [] } });

    expect(new Set(ledger.effects).size).toBe(5);
    expect(ledger.duplicates).toBe(2);
    expect(trace.invocations.map((call) => call.outcome)).toEqual(['functionError', 'success']);
  });

  test('overlapping calls of one handler, by ParallelizationFactor, do not touch each other', async () => {
    const ledger = new Ledger();
    const stumble = failing(2);
    const handler = batchHandler(
      orders,
      async (record) => {
        await Promise.resolve();
        if (record.sequenceNumber === '2') stumble();
        ledger.effects.push(`${record.keys.orderId} ${record.sequenceNumber}`);
      },
      { logger: ledger.logger },
    );

    const trace = await replay('overlapping-calls', ledger, handler, {
      count: 8,
      itemOf: (number) => `item-${number % 4}`,
      mapping: { ParallelizationFactor: 4, BatchSize: 2 },
    });

    expect(ledger.duplicates).toBe(0);
    expect(ledger.effects).toHaveLength(8);
    expect(trace.discarded).toEqual([]);
  });
});

describe('bulkHandler', () => {
  test('a bulk write that fails in part: the answer is the first that failed; puts by key repeat harmlessly', async () => {
    const ledger = new Ledger();
    let rejects = true;
    const handler = bulkHandler(
      orders,
      async (records) => {
        const failed = records.filter((record) => rejects && record.sequenceNumber === '2');
        rejects = false;
        ledger.effects.push(
          ...records.filter((record) => !failed.includes(record)).map((record) => `put ${record.sequenceNumber}`),
        );
        return { failed };
      },
      { logger: ledger.logger },
    );

    const trace = await replay('bulk-partial-failure', ledger, handler, {});

    expect(trace.invocations.map((call) => call.sequenceNumbers)).toEqual([
      numbers(1, 2, 3, 4, 5),
      numbers(2, 3, 4, 5),
    ]);
    expect(ledger.duplicates).toBe(3);
  });

  test('a bulk write in chunks, with poison in between: each part is written once', async () => {
    const ledger = new Ledger();
    const stumble = failing(1);
    const handler = bulkHandler(
      orders,
      async (records) => {
        if (records[0]?.sequenceNumber === '5') stumble();
        ledger.effects.push(`put ${records.map((record) => record.sequenceNumber).join(' ')}`);
      },
      {
        chunkSize: 2,
        onPoison: (record) => ledger.effects.push(`aside ${record.dynamodb?.SequenceNumber}`),
        logger: ledger.logger,
      },
    );
    const unreadable = { ...inserted(4), dynamodb: { ...inserted(4).dynamodb, NewImage: { total: { N: 'ten' } } } };

    await replay('bulk-chunks', ledger, handler, {
      records: [inserted(1), inserted(2), inserted(3), unreadable, inserted(5), inserted(6), inserted(7)],
    });

    expect(ledger.effects).toEqual(['put 1 2', 'put 3', 'aside 4', 'put 5 6', 'put 7']);
  });
});
