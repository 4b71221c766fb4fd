import { type LambdaHandler, type ScenarioOptions, simulate, type Trace } from '@millrace/simulator';

/** The wire record of an item that was inserted. */
export function inserted(number: number, id = `order-${number}`, image: Record<string, unknown> = {}): never {
  const keys = { orderId: { S: id } };
  return {
    eventID: `event-${number}`,
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000',
    dynamodb: {
      ApproximateCreationDateTime: 1767225600,
      Keys: keys,
      NewImage: { ...keys, total: { N: String(number * 10) }, ...image },
      SequenceNumber: String(100 + number),
      SizeBytes: 10,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  } as never;
}

/** Three orders through a handler; one retry. */
export function run(handler: LambdaHandler, options: Partial<ScenarioOptions> = {}): Promise<Trace> {
  return simulate({
    handler,
    records: [inserted(1), inserted(2), inserted(3)],
    mapping: { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 1 },
    ...options,
  });
}

/** What the trace tells of effects and calls, without time and ids. */
export function toldOf(trace: Trace): readonly string[] {
  return trace
    .toText()
    .split('\n')
    .flatMap((line) => {
      const told = /invocation \d+: .*/.exec(line)?.[0] ?? '';
      return told === '' || /attempt \d/.test(told) ? [] : [told.replace(/RequestId: \S+ /, '')];
    });
}

/** Lets real time pass. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
