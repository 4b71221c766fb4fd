import { describe, expect, jest, test } from '@jest/globals';
import { type BatchOutcome, batchHandler, bulkHandler, processBatch, tumblingWindow } from '@millrace/handler';
import { batchOf, deepFreeze, inserted, memoryLogger, numbers, orders } from '../orders.ts';

const logger = memoryLogger();

describe('batchHandler', () => {
  test('processes records in order, one at a time, and answers with no failures', async () => {
    const seen: string[] = [];
    let running = 0;
    const handler = batchHandler(orders, async (record) => {
      running += 1;
      await Promise.resolve();
      seen.push(`${record.sequenceNumber} ${running}`);
      running -= 1;
    });

    const answer = await handler(batchOf(3));

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual(['1 1', '2 1', '3 1']);
  });

  test('stops at the first failure and answers with exactly that sequence number', async () => {
    const seen: string[] = [];
    const handler = batchHandler(
      orders,
      (record) => {
        seen.push(record.sequenceNumber);
        if (Number(record.sequenceNumber) >= 3) throw new Error('no stock');
      },
      { logger },
    );

    const answer = await handler(batchOf(5));

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '3' }] });
    expect(seen).toEqual(numbers(1, 2, 3));
  });

  test.each([
    ['undefined', undefined],
    ['a string', 'no'],
    ['null', null],
    ['zero', 0],
    ['an error', new Error('no')],
  ])('takes a throw of %s for a failure, thrown or rejected', async (_, thrown) => {
    const throwing = batchHandler(
      orders,
      () => {
        throw thrown;
      },
      { logger },
    );
    const rejecting = batchHandler(orders, () => Promise.reject(thrown), { logger });

    const answers = [await throwing(batchOf(2)), await rejecting(batchOf(2))];

    const first = { batchItemFailures: [{ itemIdentifier: '1' }] };
    expect(answers).toEqual([first, first]);
  });

  test('answers a full failure, also of a batch of one, and does not throw', async () => {
    const handler = batchHandler(orders, () => Promise.reject(new Error('down')), { logger });

    await expect(handler(batchOf(1))).resolves.toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  });

  test.each([[undefined], [''], [12345]])(
    'throws when the failed record has the sequence number %p, so that Lambda repeats the batch',
    async (sequenceNumber) => {
      const event = batchOf(2);
      Object.assign(event.Records[1]?.dynamodb ?? {}, { SequenceNumber: sequenceNumber });
      const handler = batchHandler(orders, () => {}, { logger });

      await expect(handler(event)).rejects.toMatchObject({
        code: 'BatchFailedError',
        message: expect.stringContaining('the record at index 1 failed and has no sequence number'),
        cause: { code: 'DecodeError' },
      });
    },
  );

  test('takes the identifier before the handler runs', async () => {
    const handler = batchHandler(
      orders,
      (record) => {
        Object.assign(record.raw.dynamodb ?? {}, { SequenceNumber: 'mutated' });
        throw new Error('no');
      },
      { logger },
    );

    await expect(handler(batchOf(2))).resolves.toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  });

  test('never changes the event', async () => {
    const event = deepFreeze(batchOf(4));
    const handler = batchHandler(
      orders,
      async (record) => {
        if (record.sequenceNumber === '3') throw new Error(record.eventName);
      },
      { logger, concurrency: 2 },
    );

    await expect(handler(event)).resolves.toEqual({ batchItemFailures: [{ itemIdentifier: '3' }] });
  });

  test("throws with the record's error as cause when onFailure is 'throw'", async () => {
    const cause = new Error('no stock');
    const handler = batchHandler(orders, () => Promise.reject(cause), { onFailure: 'throw', logger });

    await expect(handler(batchOf(2))).rejects.toMatchObject({ code: 'BatchFailedError', cause });
  });

  test('keeps overlapping calls apart', async () => {
    const releases: (() => void)[] = [];
    const handler = batchHandler(
      orders,
      async (record) => {
        await new Promise<void>((resolve) => releases.push(resolve));
        if (record.keys.orderId === 'bad') throw new Error('no');
      },
      { logger },
    );

    const failing = handler({ Records: [inserted(1, 'bad')] });
    const clean = handler({ Records: [inserted(2, 'good')] });
    for (const release of releases.toReversed()) release();

    await expect(clean).resolves.toEqual({ batchItemFailures: [] });
    await expect(failing).resolves.toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  });

  test('hands each kind of change to its own function and counts the others as processed', async () => {
    const calls: string[] = [];
    const outcomes: BatchOutcome[] = [];
    const handler = batchHandler(
      orders,
      {
        onInsert: (record) => calls.push(`insert ${record.newImage.orderId}`),
        onRemove: (record) => calls.push(`remove ${record.oldImage.orderId}`),
      },
      { onOutcome: (outcome) => outcomes.push(outcome) },
    );
    const insert = orders.insert({ orderId: 'a', total: 1 });
    const modify = orders.modify({ orderId: 'a', total: 1 }, { orderId: 'a', total: 2 });
    const remove = orders.remove({ orderId: 'a', total: 2 });

    await handler({ Records: [insert, modify, remove] });

    expect(calls).toEqual(['insert a', 'remove a']);
    expect(outcomes[0]?.processed).toHaveLength(3);
  });

  test('answers an empty batch', async () => {
    await expect(batchHandler(orders, () => {})({ Records: [] })).resolves.toEqual({ batchItemFailures: [] });
  });

  test.each([[undefined], [null], ['text'], [{}], [{ Records: null }], [{ records: [] }]])(
    'refuses %p, which is no batch',
    async (event) => {
      const handler = batchHandler(orders, () => {});

      await expect(Reflect.apply(handler, undefined, [event])).rejects.toMatchObject({ code: 'StreamEventError' });
    },
  );

  test.each([
    ['a queue', 'aws:sqs', { messageId: 'm-1', eventSource: 'aws:sqs' }],
    ['a Kinesis stream', 'aws:kinesis', { eventSource: 'aws:kinesis', kinesis: {} }],
    ['a topic', 'aws:sns', { EventSource: 'aws:sns', Sns: {} }],
  ])('refuses the event of %s instead of taking its records for poison', async (_, source, record) => {
    const onPoison = jest.fn();
    const handler = batchHandler(orders, () => {}, { onPoison });

    await expect(Reflect.apply(handler, undefined, [{ Records: [record] }])).rejects.toMatchObject({
      code: 'StreamEventError',
      message: expect.stringContaining(`aws:dynamodb, got records of "${source}". Map the table's stream,`),
    });
    expect(onPoison).not.toHaveBeenCalled();
  });

  test('refuses the event of a tumbling window, which needs a state in the answer (S51)', async () => {
    const event = { ...batchOf(1), state: {}, isFinalInvokeForWindow: false };

    await expect(batchHandler(orders, () => {})(event)).rejects.toThrow('use tumblingWindow');
  });

  test.each([
    [{ concurrency: 0 }],
    [{ concurrency: 1.5 }],
    [{ onFailure: 'ignore' }],
    [{ reserveMs: -1 }],
    [{ recordTimeoutMs: Number.NaN }],
    [{ onPoison: 'queue' }],
    [{ concurency: 5 }],
    [{ onPosion: () => {} }],
    [{ recordTimeoutMs: () => 100 }],
    [{ logger: {} }],
  ])('refuses the options %p when the handler is made', (options) => {
    expect(() => Reflect.apply(batchHandler, undefined, [orders, () => {}, options])).toThrow(
      expect.objectContaining({ code: 'HandlerOptionError' }),
    );
  });

  test.each([[undefined], [{}], ['Orders'], [{ decode() {} }]])('refuses %p in place of a stream', (stream) => {
    for (const make of [batchHandler, bulkHandler, tumblingWindow]) {
      expect(() => Reflect.apply(make, undefined, [stream, () => {}])).toThrow(
        expect.objectContaining({ code: 'HandlerOptionError', option: 'stream' }),
      );
    }
  });

  test.each([
    [undefined, 'onRecord'],
    [{}, 'onRecord'],
    [{ onInsert: undefined }, 'onRecord'],
    [{ onInsert: 'welcome' }, 'onInsert'],
    [{ onInsert: () => {}, onInserted: () => {} }, 'onInserted'],
  ])('refuses %p in place of a record handler', (onRecord, option) => {
    expect(() => Reflect.apply(batchHandler, undefined, [orders, onRecord])).toThrow(
      expect.objectContaining({ code: 'HandlerOptionError', option }),
    );
  });

  test('says what it was given, and what belongs there', () => {
    const refusals: [unknown[], string][] = [
      [[orders], 'Option onRecord is undefined, expected a function, or functions onInsert, onModify or onRemove.'],
      [[orders, { onInserts() {} }], 'Option onInserts is a function, expected one of onInsert, onModify or onRemove.'],
      [[orders, () => {}, { logger: {} }], 'Option logger is an object, expected debug, warn and error.'],
      [[orders, () => {}, { onFailure: 'rethrow' }], 'Option onFailure is rethrow, expected report or throw.'],
      [
        [orders, () => {}, { onPosion() {} }],
        'Option onPosion is a function, expected one of concurrency, onFailure, logger, onPoison, onOutcome, reserveMs, recordTimeoutMs or answerMarginMs.',
      ],
      [[Object.create(null), () => {}], 'Option stream is an object, expected what defineStream answers.'],
    ];
    for (const [values, message] of refusals) {
      expect(() => Reflect.apply(batchHandler, undefined, values)).toThrow(message);
    }
  });
});

describe('processBatch', () => {
  test('takes the options of one call for that call only', async () => {
    const poison: unknown[] = [];
    const event = { Records: [{ ...inserted(1), eventName: undefined }] };
    const options = { onPoison: () => poison.push(1), logger };

    const outcomes = [
      await processBatch(orders, () => {}, event, options),
      await processBatch(orders, () => {}, event, { logger }),
    ];

    expect(outcomes.map(({ stopped }) => stopped)).toEqual(['completed', 'failed']);
    expect(poison).toHaveLength(1);
  });

  test('tells what was processed, what failed first, what was skipped and why it stopped', async () => {
    const error = new Error('no stock');

    const outcome = await processBatch(
      orders,
      (record) => {
        if (record.sequenceNumber === '3') throw error;
      },
      batchOf(5),
      { logger },
    );

    expect(outcome).toEqual({
      received: 5,
      processed: numbers(1, 2),
      poisoned: [],
      skipped: numbers(4, 5),
      repeated: [],
      firstFailure: {
        index: 2,
        sequenceNumber: '3',
        eventId: 'event-3',
        itemKey: '{"orderId":{"S":"order-3"}}',
        reason: 'handlerFailed',
        error,
      },
      stopped: 'failed',
      retryFrom: { index: 2, sequenceNumber: '3' },
    });
  });
});
