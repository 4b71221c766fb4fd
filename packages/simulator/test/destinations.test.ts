import { describe, expect, test } from '@jest/globals';
import { javaDouble } from '../src/destination/failurePayload.ts';
import {
  bucketArn,
  calls,
  counting,
  documents,
  eventsOf,
  failingOn,
  queueArn,
  record,
  records,
  reporting,
  reports,
  run,
  startSeconds,
  streamArn,
  toBucket,
  toQueue,
} from './fixtures.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const shardId = 'shardId-00000000000000000000-00000000';
const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:orders';

/** Two records, created at +2 s and +3 s, that fail once a retry later: discarded at 4.2 s. */
const failing = {
  records: [record(1, { at: 2 }), record(2, { at: 3 })],
  handler: failingOn(1),
  mapping: { FunctionName: 'orders', MaximumRetryAttempts: 1, MaximumBatchingWindowInSeconds: 2 },
};

describe('the failure document', () => {
  test('S39: to a queue, byte for byte in the order in which AWS writes its keys', async () => {
    const trace = await run({ ...failing, mapping: { ...failing.mapping, ...toQueue } });

    const requestId = trace.invocations[0]?.requestId;
    expect(trace.destination).toEqual([
      {
        kind: 'sqs',
        destination: queueArn,
        body:
          `{"requestContext":{"requestId":"${requestId}","functionArn":"${functionArn}","condition":"RetryAttemptsExhausted","approximateInvokeCount":2},` +
          '"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},' +
          '"version":"1.0","timestamp":"2026-01-01T00:00:04.200Z",' +
          `"DDBStreamBatchInfo":{"shardId":"${shardId}","startSequenceNumber":"1","endSequenceNumber":"2",` +
          '"approximateArrivalOfFirstRecord":"2026-01-01T00:00:02Z","approximateArrivalOfLastRecord":"2026-01-01T00:00:03Z",' +
          `"batchSize":2,"streamArn":"${streamArn}"}}`,
      },
    ]);
  });

  test('S39: to a topic, the same document as the message, without a subject', async () => {
    const topic = 'arn:aws:sns:eu-west-1:123456789012:failures';
    const queued = await run({ ...failing, mapping: { ...failing.mapping, ...toQueue } });
    const published = await run({
      ...failing,
      mapping: { ...failing.mapping, DestinationConfig: { OnFailure: { Destination: topic } } },
    });

    expect(published.destination).toEqual([{ kind: 'sns', destination: topic, body: queued.destination[0]?.body }]);
  });

  test('S39: to a bucket, with the failed event as an escaped text between version and timestamp', async () => {
    const trace = await run({ ...failing, mapping: { ...failing.mapping, ...toBucket } });

    const written = (sequence: number, at: string, key: string): string =>
      `{"eventID":"event-${sequence}","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"eu-west-1","dynamodb":{"ApproximateCreationDateTime":${at},"Keys":{"id":{"S":"${key}"}},"SequenceNumber":"${sequence}","SizeBytes":20,"StreamViewType":"NEW_AND_OLD_IMAGES"},"eventSourceARN":"${streamArn}"}`;
    expect(startSeconds).toBe(1_767_225_600);
    const payload = `{"Records":[${written(1, '1.767225602E9', 'item-1')},${written(2, '1.767225603E9', 'item-2')}]}`;
    const [delivery] = trace.destination;
    expect(delivery?.kind).toBe('s3');
    expect(delivery?.body).toBe(
      `{"requestContext":{"requestId":"${trace.invocations[0]?.requestId}","functionArn":"${functionArn}","condition":"RetryAttemptsExhausted","approximateInvokeCount":2},` +
        '"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},' +
        `"version":"1.0","payload":${JSON.stringify(payload)},"timestamp":"2026-01-01T00:00:04.200Z",` +
        `"DDBStreamBatchInfo":{"shardId":"${shardId}","startSequenceNumber":"1","endSequenceNumber":"2",` +
        '"approximateArrivalOfFirstRecord":"2026-01-01T00:00:02Z","approximateArrivalOfLastRecord":"2026-01-01T00:00:03Z",' +
        `"batchSize":2,"streamArn":"${streamArn}"}}`,
    );
  });

  test('S39: the key of an object has the mapping, the shard, the day and the second of its document, cut', async () => {
    const trace = await run({
      ...failing,
      mapping: { ...failing.mapping, ...toBucket },
      invocationDurationMs: 390,
    });

    expect(documents(trace)[0]?.timestamp).toBe('2026-01-01T00:00:04.980Z');
    expect(trace.destination[0]?.key).toMatch(
      new RegExp(`^aws/lambda/${uuid}/${shardId}/2026/01/01/2026-01-01T00\\.00\\.04-${uuid}$`),
    );
  });

  test('S39: two objects of one mapping share its uuid and nothing behind the time', async () => {
    const trace = await run({
      records: records(2),
      handler: failingOn(1, 2),
      mapping: { ...toBucket, BatchSize: 1, MaximumRetryAttempts: 0 },
    });

    const [first, second] = trace.destination.map(({ key }) => key ?? '');
    expect(first?.slice(0, 47)).toBe(second?.slice(0, 47));
    expect(first).not.toBe(second);
  });

  test('S39: a payload writes the numbers of Java and touches no text that only looks like one', async () => {
    const tricky = record(1);
    const text = '"ApproximateCreationDateTime":1767225600';
    const trace = await run({
      records: [{ ...tricky, dynamodb: { ...tricky.dynamodb, NewImage: { note: { S: text }, total: { N: '1000' } } } }],
      handler: failingOn(1),
      mapping: { ...toBucket, MaximumRetryAttempts: 0 },
    });

    const payload = documents(trace)[0]?.payload ?? '';
    expect(payload).toContain('"ApproximateCreationDateTime":1.7672256E9,');
    expect(JSON.parse(payload)).toMatchObject({
      Records: [{ dynamodb: { NewImage: { note: { S: text }, total: { N: '1000' } } } }],
    });
  });

  test.each([
    [1_789_651_658, '1.789651658E9'],
    [1_789_651_660, '1.78965166E9'],
    [1_000_000_000, '1.0E9'],
    [1_789_651_658.25, '1.78965165825E9'],
    [9_999_999, '9999999.0'],
    [12.5, '12.5'],
    [0, '0.0'],
    [-1_789_651_658, '-1.789651658E9'],
  ])('S39: %d in Java is %s', (value, text) => {
    expect(javaDouble(value)).toBe(text);
  });

  test('S39: a mapping on an alias says so, and executes version 1', async () => {
    const trace = await run({ ...failing, mapping: { ...failing.mapping, ...toQueue, FunctionName: 'orders:live' } });

    expect(documents(trace)[0]).toMatchObject({
      requestContext: { functionArn: `${functionArn}:live` },
      responseContext: { executedVersion: '1' },
    });
  });

  test.each([
    ['orders:7', `${functionArn}:7`, '7'],
    [`${functionArn}:$LATEST`, `${functionArn}:$LATEST`, '$LATEST'],
    [functionArn, functionArn, '$LATEST'],
    ['123456789012:function:orders', functionArn, '$LATEST'],
  ])('S39: a mapping on %s executes %s', async (FunctionName, arn, executedVersion) => {
    const trace = await run({ ...failing, mapping: { ...failing.mapping, ...toQueue, FunctionName } });

    expect(documents(trace)[0]).toMatchObject({
      requestContext: { functionArn: arn },
      responseContext: { executedVersion },
    });
  });

  test('S39: a reported failure has the functionError null, a thrown one Unhandled', async () => {
    const reported = await run({
      handler: reporting(1),
      mapping: { ...toQueue, ...reports, MaximumRetryAttempts: 0 },
    });
    const thrown = await run({ handler: failingOn(1), mapping: { ...toQueue, ...reports, MaximumRetryAttempts: 0 } });

    expect(reported.destination[0]?.body).toContain('"functionError":null}');
    expect(thrown.destination[0]?.body).toContain('"functionError":"Unhandled"}');
  });

  test('S39: a payload has only the records that were discarded', async () => {
    const trace = await run({
      records: [record(1, { at: -80 }), record(2)],
      mapping: { ...toBucket, MaximumRecordAgeInSeconds: 60 },
    });

    const [document] = documents(trace);
    expect(JSON.parse(document?.payload ?? '')).toMatchObject({ Records: [{ eventID: 'event-1' }] });
    expect(document?.DDBStreamBatchInfo.batchSize).toBe(1);
  });
});

describe('documents about calls of a window', () => {
  const window = { TumblingWindowInSeconds: 10, MaximumRetryAttempts: 0 };

  test('S39: an ordinary call has its batch and, last, its window', async () => {
    const trace = await run({ handler: failingOn(1), mapping: { ...window, ...toQueue }, untilMs: 1000 });

    expect(trace.destination[0]?.body).toContain(
      `"batchSize":1,"streamArn":"${streamArn}"},"timeWindowInfo":{"window":{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:00:10Z"},"isFinalInvokeForWindow":false,"isWindowTerminatedEarly":false}}`,
    );
  });

  test('S39: a final call has no records: its batch is only the shard and the stream', async () => {
    const trace = await run({
      handler: (event: Parameters<typeof counting>[0]) => (event.isFinalInvokeForWindow ? undefined : counting(event)),
      mapping: { ...window, ...toBucket },
    });

    const payload = `{"Records":[],"shardId":"${shardId}","eventSourceARN":"${streamArn}","window":{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:00:10Z"},"state":{"count":1},"isFinalInvokeForWindow":true,"isWindowTerminatedEarly":false}`;
    expect(trace.destination[0]?.body).toBe(
      `{"requestContext":{"requestId":"${trace.invocations[1]?.requestId}","functionArn":"arn:aws:lambda:eu-west-1:123456789012:function:function","condition":"RetryAttemptsExhausted","approximateInvokeCount":1},` +
        '"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":null},' +
        `"version":"1.0","payload":${JSON.stringify(payload)},"timestamp":"2026-01-01T00:02:10.000Z",` +
        `"DDBStreamBatchInfo":{"shardId":"${shardId}","streamArn":"${streamArn}"},` +
        '"timeWindowInfo":{"window":{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:00:10Z"},"isFinalInvokeForWindow":true,"isWindowTerminatedEarly":false}}',
    );
  });
});

describe('delivery', () => {
  test('S40: a destination that refuses a document is asked once, the records are dropped, the shard goes on', async () => {
    const asked: number[] = [];
    const trace = await run({
      records: [record(1), record(2, { at: 60 })],
      handler: failingOn(1),
      mapping: { ...toQueue, MaximumRetryAttempts: 0 },
      refusesDelivery: ({ atMs }) => asked.push(atMs) > 0,
    });

    expect(asked).toEqual([0]);
    expect(calls(trace)).toBe('[1] [2]');
    expect(trace.destination).toEqual([]);
    expect(eventsOf(trace, 'documentRefused')).toMatchObject([{ recordCount: 1, delivery: { kind: 'sqs' } }]);
  });

  test('S40: without a destination an exhausted batch is dropped in silence and the shard goes on', async () => {
    const trace = await run({
      records: records(2),
      handler: failingOn(1),
      mapping: { BatchSize: 1, MaximumRetryAttempts: 0 },
    });

    expect(calls(trace)).toBe('[1] [2]');
    expect(trace.destination).toEqual([]);
    expect(trace.discarded).toEqual([{ shardId, sequenceNumber: '1', condition: 'RetryAttemptsExhausted' }]);
  });

  test('S40: only answers of true refuse', async () => {
    const trace = await run({
      handler: failingOn(1),
      mapping: { ...toBucket, MaximumRetryAttempts: 0 },
      refusesDelivery: () => 'no' as never,
    });

    expect(trace.destination.map(({ destination }) => destination)).toEqual([bucketArn]);
  });
});
