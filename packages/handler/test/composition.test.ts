import { describe, expect, test } from '@jest/globals';
import { Logger } from '@aws-lambda-powertools/logger';
import { batchHandler, tumblingWindow } from '@millrace/handler';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent, DynamoDBStreamHandler } from 'aws-lambda';
import { loadMiddy } from './middy.ts';
import { batchOf, contextWith, memoryLogger, orders } from './orders.ts';

const middy = loadMiddy();

const handler = batchHandler(
  orders,
  (record, { context }) => {
    if (context?.awsRequestId !== 'request-1') throw new Error('The context did not come through.');
    if (record.sequenceNumber === '2') throw new Error('no');
  },
  { logger: memoryLogger() },
);

describe('inside what wraps handlers', () => {
  test('middy: middlewares see the event and the answer', async () => {
    const seen: unknown[] = [];
    const wrapped = middy(handler)
      .before((request) => void seen.push(request.event.Records.length))
      .after((request) => void seen.push(request.response));

    const answer = await wrapped(batchOf(3), contextWith(3000));

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(seen).toEqual([3, answer]);
  });

  test("Powertools' decorator on a class method", async () => {
    const logger = new Logger({ logLevel: 'SILENT' });
    class Lambda {
      handler(event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> {
        return handler(event, context);
      }
    }
    const descriptor = Object.getOwnPropertyDescriptor(Lambda.prototype, 'handler') ?? {};
    // What `@logger.injectLambdaContext()` does; tests are compiled without decorators.
    Reflect.apply(logger.injectLambdaContext({ resetKeys: true }), undefined, [
      Lambda.prototype,
      'handler',
      descriptor,
    ]);
    Object.defineProperty(Lambda.prototype, 'handler', descriptor);

    const answer = await new Lambda().handler(batchOf(3), contextWith(3000));

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
  });

  test('is the handler type of @types/aws-lambda, without a cast', async () => {
    const typed: DynamoDBStreamHandler = handler;

    await expect(typed(batchOf(1), contextWith(3000), () => {})).resolves.toEqual({ batchItemFailures: [] });
  });

  test('a window handler goes through middy as well', async () => {
    const wrapped = middy(tumblingWindow(orders, { initial: () => 0, reduce: (count) => count + 1, finish() {} }));
    const event = {
      ...batchOf(2),
      shardId: 'shardId-1',
      eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/1',
      window: { start: '2026-11-01T10:00:00Z', end: '2026-11-01T10:01:00Z' },
      state: {},
      isFinalInvokeForWindow: false,
      isWindowTerminatedEarly: false,
    };

    await expect(wrapped(event, contextWith(3000))).resolves.toMatchObject({ state: { value: 2 } });
  });
});
