import { describe, expect, test } from '@jest/globals';
import { findStream } from '../src/findStream.ts';
import { awsError, fakeStreams } from './fakeStreams.ts';

const noWait = async () => undefined;

describe('findStream', () => {
  test('finds the newest stream of a table', async () => {
    expect(await findStream(fakeStreams({}).client, { tableName: 'Orders' }, 'AWS', noWait)).toBe('arn:new');
  });

  test('takes an ARN as it is once the endpoint knows it', async () => {
    const stream = fakeStreams({});

    expect(await findStream(stream.client, { streamArn: 'arn:old' }, 'AWS', noWait)).toBe('arn:old');
    expect(stream.sent).toEqual([{ command: 'DescribeStreamCommand', input: { StreamArn: 'arn:old', Limit: 1 } }]);
  });

  test('says how to turn the stream on when the table has none', async () => {
    const client = { send: async () => ({ Streams: [] }) };

    await expect(
      findStream(client as never, { tableName: 'Plain' }, 'http://localhost:8000', noWait),
    ).rejects.toMatchObject({
      failure: 'noStream',
      message: expect.stringMatching(/no stream of a table Plain.*aws dynamodb update-table --table-name Plain/),
    });
  });

  test.each([
    ['Error', 'ECONNREFUSED', 'unreachable', 'Is it running'],
    ['TimeoutError', undefined, 'unreachable', 'Is it running'],
    ['UnrecognizedClientException', undefined, 'accessDenied', 'dynamodb:ListStreams'],
    ['ResourceNotFoundException', undefined, 'noStream', 'Check the ARN'],
  ])('turns %s %s into the failure %s at once, and says what to do', async (name, code, failure, advice) => {
    const stream = fakeStreams({}, () => awsError(name, code));

    await expect(findStream(stream.client, { streamArn: 'arn:x' }, 'AWS', stream.wait)).rejects.toMatchObject({
      code: 'CaptureError',
      failure,
      message: expect.stringContaining(advice),
    });
    expect(stream.waits).toEqual([]);
  });
});
