import { describe, expect, test } from '@jest/globals';
import { bulkHandler } from '@millrace/handler';
import { batchOf, contextWith, inserted, memoryLogger, numbers, orders } from '../orders.ts';

const logger = memoryLogger();
const answerFor = (sequenceNumber: string) => ({ batchItemFailures: [{ itemIdentifier: sequenceNumber }] });

/** Five records; the third has an image that is no image. */
function batchWithPoison() {
  const { Records } = batchOf(5);
  return {
    Records: Records.map((record, index) =>
      index === 2 ? { ...record, dynamodb: { ...record.dynamodb, NewImage: { total: {} } } } : record,
    ),
  };
}

/** A handler that keeps what it was given and answers with what `answer` says. */
function recorder(answer: (records: readonly { readonly sequenceNumber: string }[]) => unknown = () => undefined) {
  const calls: string[][] = [];
  const onBatch = (records: readonly { readonly sequenceNumber: string }[]): never => {
    calls.push(records.map((record) => record.sequenceNumber));
    return answer(records) as never;
  };
  return { calls, onBatch };
}

describe('bulkHandler', () => {
  test('hands over all records at once, in order', async () => {
    const { calls, onBatch } = recorder();

    const answer = await bulkHandler(orders, onBatch)(batchOf(4));

    expect(calls).toEqual([numbers(1, 2, 3, 4)]);
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  test('answers with the first of the failed, however they are named', async () => {
    const byPlace = bulkHandler(orders, () => ({ failed: [3, 1] }), { logger });
    const byRecord = bulkHandler(
      orders,
      async (records) => ({ failed: records.filter((_, place) => place === 1 || place === 3) }),
      {
        logger,
      },
    );

    const answers = [await byPlace(batchOf(5)), await byRecord(batchOf(5))];

    expect(answers).toEqual([answerFor('2'), answerFor('2')]);
  });

  test('answers with the first record when it throws', async () => {
    const handler = bulkHandler(orders, () => Promise.reject(new Error('index is red')), { logger });

    await expect(handler(batchOf(3))).resolves.toEqual(answerFor('1'));
  });

  test.each([[{ failed: [7] }], [{ failed: [-1] }], [{ failed: [inserted(1)] }], [{ UnprocessedItems: {} }], [true]])(
    'takes the answer %p, which makes no sense, for a failure of all',
    async (result) => {
      const handler = bulkHandler(orders, recorder(() => result).onBatch, { logger });

      await expect(handler(batchOf(3))).resolves.toEqual(answerFor('1'));
    },
  );

  test('writes in chunks and stops at the first that fails', async () => {
    const { calls, onBatch } = recorder((records) =>
      records[0]?.sequenceNumber === '3' ? { failed: [1] } : undefined,
    );

    const answer = await bulkHandler(orders, onBatch, { chunkSize: 2, logger })(batchOf(7));

    expect(calls).toEqual([numbers(1, 2), numbers(3, 4)]);
    expect(answer).toEqual(answerFor('4'));
  });

  test('stops before a chunk for which no time is left, and always attempts the first', async () => {
    const context = contextWith(150);
    const { calls, onBatch } = recorder();

    const answer = await bulkHandler(orders, onBatch, { chunkSize: 2, logger })(batchOf(4), context);

    expect(calls).toEqual([numbers(1, 2)]);
    expect(answer).toEqual(answerFor('3'));
  });

  test('writes what lies before a poison record, and reports the record', async () => {
    const { calls, onBatch } = recorder();

    const answer = await bulkHandler(orders, onBatch, { logger })(batchWithPoison());

    expect(calls).toEqual([numbers(1, 2)]);
    expect(answer).toEqual(answerFor('3'));
  });

  test('writes around a poison record when onPoison takes it', async () => {
    const { calls, onBatch } = recorder();
    const poison: unknown[] = [];

    const answer = await bulkHandler(orders, onBatch, {
      onPoison: (record) => poison.push(record.eventID),
      logger,
    })(batchWithPoison());

    expect(calls).toEqual([numbers(1, 2), numbers(4, 5)]);
    expect(poison).toEqual(['event-3']);
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  test('does not hand a poison record over before what lies before it is written', async () => {
    const poison: unknown[] = [];
    const handler = bulkHandler(orders, () => Promise.reject(new Error('down')), {
      onPoison: (record) => poison.push(record.eventID),
      logger,
    });

    await expect(handler(batchWithPoison())).resolves.toEqual(answerFor('1'));
    expect(poison).toEqual([]);
  });

  test('throws when the record to report has no sequence number', async () => {
    const handler = bulkHandler(orders, () => {}, { logger });

    await expect(handler({ Records: [{ eventName: 'INSERT', dynamodb: {} }] })).rejects.toMatchObject({
      code: 'BatchFailedError',
    });
  });

  test('is not called for an empty batch', async () => {
    const { calls, onBatch } = recorder();

    await expect(bulkHandler(orders, onBatch)({ Records: [] })).resolves.toEqual({ batchItemFailures: [] });
    expect(calls).toEqual([]);
  });

  test('knows no concurrency, and says what it knows', () => {
    expect(() => Reflect.apply(bulkHandler, undefined, [orders, () => {}, { concurrency: 4 }])).toThrow(
      'Option concurrency is 4, expected one of chunkSize, onFailure, logger,',
    );
  });

  test.each([[{ chunkSize: 0 }], [{ chunkSize: Number.NaN }], [{ onFailure: 'later' }]])(
    'refuses the options %p',
    (options) => {
      expect(() => Reflect.apply(bulkHandler, undefined, [orders, () => {}, options])).toThrow(
        expect.objectContaining({ code: 'HandlerOptionError' }),
      );
    },
  );
});
