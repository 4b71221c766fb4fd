import { once } from 'node:events';
import { createConnection } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { captureStream } from '../src/captureStream.ts';
import { isCaptureError } from '../src/captureError.ts';
import { isNetworkError, nameOf, persistently } from '../src/persistently.ts';

// What is asked for again, and what an error that stays is called: always a sentence.

const noWait = async () => undefined;
const html = Object.assign(
  new SyntaxError('Unexpected token \'<\', "<html>" is not valid JSON\n  Deserialization error'),
  {
    $response: { statusCode: 503 },
  },
);

describe('what may pass is asked for again', () => {
  test.each<[string, unknown]>([
    ['a page of a proxy instead of JSON', html],
    ['a 5xx of any name', Object.assign(new Error('?'), { name: 'Whatever', $metadata: { httpStatusCode: 502 } })],
    ['a 429', Object.assign(new Error('?'), { $metadata: { httpStatusCode: 429 } })],
    ['a malformed answer', Object.assign(new Error('?'), { name: 'MalformedAnswer' })],
  ])('%s', async (_, error) => {
    let asked = 0;
    const request = async () => {
      if (++asked < 4) throw error;
      return 'answer';
    };

    expect(await persistently('Reading', request, noWait)).toBe('answer');
  });

  test('and when it stays, it is a sentence on one line', async () => {
    const failing = persistently('Reading', async () => Promise.reject(html), noWait);

    await expect(failing).rejects.toMatchObject({
      failure: 'notServed',
      message: expect.stringMatching(
        /^Reading failed 8 times in a row, the last time with SyntaxError: [^\n]*complete up to here[^\n]*$/,
      ),
    });
  });

  test('an error of a connection is known though Node made it, whose errors are none of the realm of a Jest test', async () => {
    const connection = createConnection({ host: '127.0.0.1', port: 1 });
    const [error] = (await once(connection, 'error').catch((thrown: unknown) => [thrown])) as unknown[];

    expect({ name: nameOf(error), isOfNetwork: isNetworkError(error) }).toEqual({ name: 'Error', isOfNetwork: true });
  });

  test('what will not pass is not asked for again', async () => {
    let asked = 0;
    const request = async () => {
      asked++;
      throw Object.assign(new Error('?'), { name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
    };

    await expect(persistently('Reading', request, noWait)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(asked).toBe(1);
  });
});

describe('a capture ends with a CaptureError, whatever happens', () => {
  type Answer = (call: number) => unknown;
  const clientWith = (records: Answer) => {
    let calls = 0;
    return {
      config: { region: async () => 'eu-west-1' },
      async send({ constructor: { name } }: { constructor: { name: string } }) {
        if (name === 'DescribeStreamCommand') {
          return {
            StreamDescription: { Shards: [{ ShardId: 'a', SequenceNumberRange: { StartingSequenceNumber: '1' } }] },
          };
        }
        if (name === 'GetShardIteratorCommand') return { ShardIterator: 'i' };
        return records(calls++);
      },
    };
  };
  const wholeRecord = { eventName: 'INSERT', dynamodb: { SequenceNumber: '1', Keys: { id: { S: 'a' } } } };

  async function captured(records: Answer): Promise<unknown> {
    const client = clientWith(records) as never;
    const seen: unknown[] = [];
    try {
      for await (const { record } of captureStream({
        streamArn: 'arn:aws:dynamodb:eu-west-1:1:table/T/stream/1',
        client,
        emptyReadsToEnd: 1,
      })) {
        seen.push(record.dynamodb?.SequenceNumber);
      }
    } catch (error) {
      return isCaptureError(error) ? [error.failure, error.message] : error;
    }
    return seen;
  }

  test('DynamoDB Local was restarted and does not know the stream any more', async () => {
    const gone = Object.assign(new Error('Requested resource not found'), { name: 'ResourceNotFoundException' });

    const end = await captured((call) => {
      if (call > 0) throw gone;
      return { Records: [wholeRecord], NextShardIterator: 'n' };
    });

    expect(end).toEqual([
      'notServed',
      expect.stringMatching(/^The stream cannot be read on: ResourceNotFoundException: .* complete up to here/),
    ]);
  });

  test.each<[string, unknown]>([
    ['an exception that nobody knows', Object.assign(new Error('surprise'), { name: 'SurpriseException' })],
    ['something that is no error', 'a text'],
  ])('%s', async (_, thrown) => {
    expect(await captured(() => Promise.reject(thrown))).toEqual([
      'notServed',
      expect.stringContaining('cannot be read on'),
    ]);
  });

  test('a null record is asked for again', async () => {
    const end = await captured((call) =>
      call === 0 ? { Records: [null], NextShardIterator: 'n' } : { Records: call === 1 ? [wholeRecord] : [] },
    );

    expect(end).toEqual(['1']);
  });
});
