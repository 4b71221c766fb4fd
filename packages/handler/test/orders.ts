import { defineStream, type } from '@millrace/records';

export interface Order {
  readonly orderId: string;
  readonly total: number;
}

/** The stream of most tests: typed, not validated. */
export const orders = defineStream({ item: type<Order>(), keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });

/** A wire record of an order, whole and valid, with the sequence number given. */
export function inserted(sequenceNumber: number | string, orderId = `order-${sequenceNumber}`) {
  return {
    eventID: `event-${sequenceNumber}`,
    eventName: 'INSERT' as const,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-11-01T00:00:00.000',
    dynamodb: {
      ApproximateCreationDateTime: 1_789_651_404,
      Keys: { orderId: { S: orderId } },
      NewImage: { orderId: { S: orderId }, total: { N: '10' } },
      SequenceNumber: String(sequenceNumber),
      SizeBytes: 59,
      StreamViewType: 'NEW_AND_OLD_IMAGES' as const,
    },
  };
}

/** A batch of inserted orders 1…count, each of its own item unless `itemOf` says otherwise. */
export function batchOf(count: number, itemOf: (sequenceNumber: number) => string = (number) => `order-${number}`) {
  return { Records: Array.from({ length: count }, (_, index) => inserted(index + 1, itemOf(index + 1))) };
}

/** Sequence numbers, short. */
export function numbers(...list: number[]): string[] {
  return list.map(String);
}

/** A logger that keeps its lines: `[level, message, ...extra]`. */
export function memoryLogger() {
  const lines: unknown[][] = [];
  const keep =
    (level: string) =>
    (...line: unknown[]): void => {
      lines.push([level, ...line]);
    };
  return { lines, debug: keep('debug'), warn: keep('warn'), error: keep('error') };
}

/** A Lambda context with a clock that tests move: `context.remainingMs -= 50`. */
export function contextWith(remainingMs: number) {
  const context = {
    remainingMs,
    awsRequestId: 'request-1',
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'orders',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
    memoryLimitInMB: '128',
    logGroupName: '/aws/lambda/orders',
    logStreamName: '1',
    getRemainingTimeInMillis: () => context.remainingMs,
    done() {},
    fail() {},
    succeed() {},
  };
  return context;
}

/** The value, and everything in it, made unchangeable. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
