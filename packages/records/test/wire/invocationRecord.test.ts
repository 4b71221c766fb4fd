import { describe, expect, test } from '@jest/globals';
import { failedEvent, InvocationRecordError, isInvocationRecordError, parseInvocationRecord } from '../../src/index.ts';

const document = {
  requestContext: {
    requestId: '8f0c9b0e-2f4e-4f43-9d7a-3d1f3c1d9d50',
    functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders:live',
    condition: 'RetryAttemptsExhausted',
    approximateInvokeCount: 3,
  },
  responseContext: { statusCode: 200, executedVersion: '7', functionError: null },
  version: '1.0',
  timestamp: '2026-11-23T10:15:30.123Z',
  DDBStreamBatchInfo: {
    shardId: 'shardId-00000001795000000000-1a2b3c4d',
    startSequenceNumber: '100000000000000000001',
    endSequenceNumber: '100000000000000000009',
    approximateArrivalOfFirstRecord: '2026-11-23T10:15:01Z',
    approximateArrivalOfLastRecord: '2026-11-23T10:15:09Z',
    batchSize: 9,
    streamArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-01-01T00:00:00.000',
  },
};
const text = JSON.stringify(document);

test.each<[string, unknown]>([
  ['the text of an SQS body, an SNS message or an S3 object', text],
  ['the document itself', document],
  ['a message of the SQS API', { MessageId: 'm', Body: text }],
  ['a record of an SQS event', { messageId: 'm', body: text }],
  ['a record of an SNS event', { EventSource: 'aws:sns', Sns: { Type: 'Notification', Message: text } }],
  ['a topic that feeds a queue', { messageId: 'm', body: JSON.stringify({ Type: 'Notification', Message: text }) }],
])('%s', (_, delivered) => {
  expect(parseInvocationRecord(delivered)).toEqual(document);
});

test('an S3 object carries the failed event as text', () => {
  const event = { Records: [{ eventID: 'e-1' }] };

  const record = parseInvocationRecord(JSON.stringify({ ...document, payload: JSON.stringify(event) }));

  expect(failedEvent(record)).toEqual(event);
  expect(failedEvent(parseInvocationRecord(text))).toBeUndefined();
});

test('records that were too old have no response, and a failed final call of a window no records', () => {
  const { responseContext: _, ...noResponse } = document;
  const { shardId, streamArn } = document.DDBStreamBatchInfo;
  const timeWindowInfo = {
    window: { start: '2026-11-23T10:15:00Z', end: '2026-11-23T10:16:00Z' },
    isFinalInvokeForWindow: true,
    isWindowTerminatedEarly: false,
  };

  const record = parseInvocationRecord({ ...noResponse, timeWindowInfo, DDBStreamBatchInfo: { shardId, streamArn } });

  expect(record.responseContext).toBeUndefined();
  expect(record.DDBStreamBatchInfo.startSequenceNumber).toBeUndefined();
  expect(record.timeWindowInfo?.isFinalInvokeForWindow).toBe(true);
});

describe('what is rejected, and why', () => {
  test.each<[string, unknown, string, string]>([
    ['no JSON', 'oops', '', 'JSON'],
    ['a list', '[]', '', 'an object'],
    ['null', null, '', 'an object'],
    [
      'a Kinesis batch',
      { ...document, DDBStreamBatchInfo: undefined, KinesisBatchInfo: {} },
      'DDBStreamBatchInfo.shardId',
      'a string',
    ],
    ['nothing of a record', {}, 'requestContext.functionArn', 'a string'],
    [
      'no shard',
      { ...document, DDBStreamBatchInfo: { ...document.DDBStreamBatchInfo, shardId: undefined } },
      'DDBStreamBatchInfo.shardId',
      'a string',
    ],
    [
      'a count as text',
      { ...document, requestContext: { ...document.requestContext, approximateInvokeCount: '3' } },
      'requestContext.approximateInvokeCount',
      'a number',
    ],
  ])('%s', (_, delivered, path, expected) => {
    let caught: unknown;
    try {
      parseInvocationRecord(delivered);
    } catch (error) {
      caught = error;
    }

    expect(caught).toBeInstanceOf(InvocationRecordError);
    expect(isInvocationRecordError(caught) && [caught.code, caught.path, caught.expected]).toEqual([
      'InvocationRecordError',
      path,
      expected,
    ]);
  });

  test('a record of a Kinesis stream is called that', () => {
    const { DDBStreamBatchInfo, ...rest } = document;

    expect(() => parseInvocationRecord({ ...rest, KinesisBatchInfo: DDBStreamBatchInfo })).toThrow(
      'one of a Kinesis stream',
    );
  });

  test('who gives an event, of a queue, a topic or a bucket, is told to give its records', () => {
    for (const event of [{ Records: [{ body: text }] }, JSON.stringify({ Records: [{ Sns: { Message: text } }] })]) {
      expect(() => parseInvocationRecord(event)).toThrow(
        'expected one message, not an event: pass each of its Records',
      );
    }
  });

  test('a payload that is no event', () => {
    for (const payload of ['{}', 'null', '[]', '{"Records":{}}']) {
      expect(() => failedEvent(parseInvocationRecord({ ...document, payload }))).toThrow('payload.Records: expected a');
    }
  });

  test('a payload that is no JSON', () => {
    expect(() => failedEvent(parseInvocationRecord({ ...document, payload: '{' }))).toThrow('payload: expected JSON');
  });
});
