import { describe, expect, test } from '@jest/globals';
import { batchHandler, isPoisonRecordError, PoisonRecordError, processBatch } from '@millrace/handler';
import { defineStream, type WireRecord } from '@millrace/records';
import * as z from 'zod';
import { batchOf, inserted, memoryLogger, numbers, orders } from '../orders.ts';

const checked = defineStream({ item: z.object({ orderId: z.string(), total: z.number().max(99) }), keys: ['orderId'] });

/** Three records; the schema refuses the image of the second. */
function batchWithInvalidRecord() {
  const invalid = inserted(2);
  invalid.dynamodb.NewImage.total.N = '100';
  return { Records: [inserted(1), invalid, inserted(3)] };
}

function readImage(record: { readonly eventName: string; readonly newImage?: unknown }): void {
  void record.newImage;
}

describe('onPoison', () => {
  test('takes a record whose image the schema refuses, as it was delivered, and the batch goes on', async () => {
    const event = batchWithInvalidRecord();
    const taken: [WireRecord, unknown][] = [];

    const outcome = await processBatch(checked, readImage, event, {
      onPoison: (record, error) => taken.push([record, error]),
      logger: memoryLogger(),
    });

    expect(outcome).toMatchObject({ processed: numbers(1, 3), poisoned: numbers(2), stopped: 'completed' });
    expect(taken).toEqual([[event.Records[1], expect.objectContaining({ code: 'DecodeError', sequenceNumber: '2' })]]);
  });

  test('takes a record for which the handler throws a PoisonRecordError', async () => {
    const taken: unknown[] = [];
    const handler = batchHandler(
      orders,
      async (record) => {
        if (record.sequenceNumber === '2') throw new PoisonRecordError('unknown currency');
      },
      { onPoison: async (_record, error) => taken.push(error.message), logger: memoryLogger() },
    );

    await expect(handler(batchOf(3))).resolves.toEqual({ batchItemFailures: [] });
    expect(taken).toEqual(['unknown currency']);
  });

  test('takes what is no record at all, even without a sequence number', async () => {
    const taken: unknown[] = [];
    const handler = batchHandler(orders, () => {}, {
      onPoison: (record) => taken.push(record),
      logger: memoryLogger(),
    });

    const answer = await Reflect.apply(handler, undefined, [{ Records: [inserted(1), null, { Sns: {} }] }]);

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(taken).toEqual([null, { Sns: {} }]);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('queue is down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('queue is down'))],
    [
      'throws PoisonRecordError',
      () => {
        throw new PoisonRecordError('queue is down');
      },
    ],
  ])('makes the record the failure when it %s', async (_, onPoison) => {
    const logger = memoryLogger();

    const outcome = await processBatch(checked, readImage, batchWithInvalidRecord(), { onPoison, logger });

    expect(outcome).toMatchObject({
      processed: numbers(1),
      skipped: numbers(3),
      firstFailure: { sequenceNumber: '2', reason: 'poisonHandlerFailed', error: { message: 'queue is down' } },
    });
    // What is wrong with the record is not lost behind what is wrong with the queue.
    expect(logger.lines[0]).toMatchObject(['warn', 'Record 2 is poison.', { code: 'DecodeError' }, {}]);
  });

  test('that throws at once lets nothing later start, side by side too', async () => {
    const started: string[] = [];

    const outcome = await processBatch(
      orders,
      (record) => {
        started.push(record.sequenceNumber);
        if (record.sequenceNumber === '2') throw new PoisonRecordError('unknown currency');
      },
      batchOf(5),
      {
        concurrency: 3,
        onPoison: () => {
          throw new Error('queue is down');
        },
        logger: memoryLogger(),
      },
    );

    expect(started).toEqual(numbers(1, 2));
    expect(outcome).toMatchObject({ repeated: [], skipped: numbers(3, 4, 5), retryFrom: { sequenceNumber: '2' } });
  });

  test('is not asked when the handler fails to decode something else', async () => {
    const other = { ...inserted(99), eventName: undefined };

    const outcome = await processBatch(orders, () => orders.decode(other), batchOf(1), {
      onPoison: () => {},
      logger: memoryLogger(),
    });

    expect(outcome).toMatchObject({
      poisoned: [],
      firstFailure: { reason: 'handlerFailed', error: { sequenceNumber: '99' } },
    });
  });

  test('is not asked about a failure that may pass', async () => {
    const outcome = await processBatch(orders, () => Promise.reject(new Error('throttled')), batchOf(2), {
      onPoison: () => {},
      logger: memoryLogger(),
    });

    expect(outcome).toMatchObject({ poisoned: [], firstFailure: { reason: 'handlerFailed' } });
  });

  test('when missing, leaves the poison record as the failure and the log says how to configure it', async () => {
    const logger = memoryLogger();

    const outcome = await processBatch(checked, readImage, batchWithInvalidRecord(), { logger });

    expect(outcome).toMatchObject({ retryFrom: { sequenceNumber: '2' }, firstFailure: { reason: 'poison' } });
    expect(logger.lines).toEqual([
      [
        'error',
        expect.stringContaining('pass onPoison'),
        expect.objectContaining({ code: 'DecodeError' }),
        {
          sequenceNumber: '2',
          eventId: 'event-2',
          itemKey: '{"orderId":{"S":"order-2"}}',
        },
      ],
    ]);
  });
});

describe('PoisonRecordError', () => {
  test('is recognised by its brand, so also when it comes from another copy of the package', () => {
    const foreign = Object.defineProperty(new Error('x'), Symbol.for('@millrace/handler/error'), {
      value: 'PoisonRecordError',
    });

    expect([new PoisonRecordError('x'), foreign, new Error('x'), undefined].map(isPoisonRecordError)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('keeps its cause', () => {
    const cause = new Error('bad currency');

    expect(new PoisonRecordError('poison', { cause })).toMatchObject({ code: 'PoisonRecordError', cause });
  });
});
