import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type CapturedRecord, type CaptureLimits, captureShards } from '../src/captureShards.ts';
import { recordingLine } from '../src/recordingLine.ts';
import { awsError, type FakeShard, fakeStreams } from './fakeStreams.ts';

const limits: CaptureLimits = {
  follow: false,
  untilMs: Number.POSITIVE_INFINITY,
  emptyReadsToEnd: 2,
  signal: undefined,
  now: () => 0,
};

async function all(records: AsyncIterable<CapturedRecord>): Promise<CapturedRecord[]> {
  const list: CapturedRecord[] = [];
  for await (const one of records) list.push(one);
  return list;
}

const numbers = (records: CapturedRecord[]) => records.map(({ record }) => record.dynamodb?.SequenceNumber);
const capture = (stream: ReturnType<typeof fakeStreams>, more: Partial<CaptureLimits> = {}) =>
  all(captureShards(stream, { ...limits, ...more }));

describe('captureShards', () => {
  test('reads an open shard to its newest record and ends after a few empty reads', async () => {
    const stream = fakeStreams({ a: { pages: [['1', '2'], ['3']] } });

    expect(numbers(await capture(stream))).toEqual(['1', '2', '3']);
    expect(stream.sent.filter(({ command }) => command === 'GetRecordsCommand')).toHaveLength(4);
    expect(stream.sent.find(({ command }) => command === 'GetRecordsCommand')?.input).toMatchObject({ Limit: 1000 });
  });

  test('gives each record as Lambda would send it (S10), of the stream that was read', async () => {
    const [first] = await capture(fakeStreams({ a: { pages: [['1']] } }));

    expect(first && recordingLine(first)).toBe(
      '{"eventID":"e1","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"eu-west-1",' +
        '"dynamodb":{"ApproximateCreationDateTime":1790000001,"Keys":{"id":{"B":"/wA="}},"SequenceNumber":"1",' +
        '"SizeBytes":3,"StreamViewType":"KEYS_ONLY"},"eventSourceARN":"arn:new"}',
    );
  });

  test('does not take an empty page for the end of a shard', async () => {
    const stream = fakeStreams({
      a: { pages: [[], ['1'], [], ['2']] },
      b: { isClosed: true, pages: [[], [], [], ['3']] },
    });

    expect(new Set(numbers(await capture(stream)))).toEqual(new Set(['1', '2', '3']));
  });

  test('reads parents before their children, however many pages of shards there are', async () => {
    const stream = fakeStreams({
      grandchild: { parent: 'child', pages: [['5']] },
      child: { parent: 'root', isClosed: true, pages: [['3'], ['4']] },
      root: { parent: 'trimmed', isClosed: true, pages: [['1'], ['2']] },
    });

    const records = await capture(stream);

    expect(numbers(records)).toEqual(['1', '2', '3', '4', '5']);
    expect(records.every(({ isOneLineage }) => isOneLineage)).toBe(true);
    expect(records.map(recordingLine).join()).not.toContain('shardId');
  });

  test('names the shard of each record when shards stand side by side, and the nearest parent that has records', async () => {
    const stream = fakeStreams({
      root: { isClosed: true, pages: [['1']] },
      empty: { parent: 'root', isClosed: true, pages: [] },
      left: { parent: 'empty', pages: [['2']] },
      right: { parent: 'root', pages: [['3']] },
    });

    const lines = (await capture(stream)).map((record) => JSON.parse(recordingLine(record)));

    expect(lines).toMatchObject([
      { shardId: 'root' },
      { shardId: 'right', parentShardId: 'root' },
      { shardId: 'left', parentShardId: 'root' },
    ]);
    expect(Object.keys(lines[1]).at(-1)).toBe('shardId');
  });

  test('goes on with the children that appear while the parent is being read', async () => {
    const shards: Record<string, FakeShard> = { a: { pages: [['1']] } };
    const stream = fakeStreams(shards, (command, time) => {
      if (command === 'GetRecordsCommand' && time === 2) {
        shards.a = { isClosed: true, pages: [['1'], ['2']] };
        shards.b = { parent: 'a', pages: [['3']] };
      }
      return undefined;
    });

    expect(numbers(await capture(stream))).toEqual(['1', '2', '3']);
  });

  test('reads a parent to its end even while the list still calls it open', async () => {
    const shards: Record<string, FakeShard> = { a: { pages: [['1']] } };
    const stream = fakeStreams(shards, (command, time) => {
      if (command === 'DescribeStreamCommand' && time === 1) {
        shards.a = { isClosed: true, isListedOpen: true, pages: [['1'], [], [], [], ['2']] };
        shards.b = { parent: 'a', pages: [['3']] };
      }
      return undefined;
    });

    expect(numbers(await capture(stream))).toEqual(['1', '2', '3']);
  });

  test('reads the last records of a shard that was closed after it had been caught up', async () => {
    const shards: Record<string, FakeShard> = { a: { pages: [['1']] } };
    const stream = fakeStreams(shards, (command, time) => {
      // The second look at the stream: the open shard was caught up, and has been closed since.
      if (command === 'DescribeStreamCommand' && time === 1) shards.a = { isClosed: true, pages: [['1'], ['2']] };
      return undefined;
    });

    expect(numbers(await capture(stream))).toEqual(['1', '2']);
  });

  test.each(['LimitExceededException', 'ThrottlingException', 'InternalServerError'])(
    'asks again after %s, waiting longer each time',
    async (name) => {
      const stream = fakeStreams({ a: { isClosed: true, pages: [['1'], ['2']] } }, (command, time) =>
        command === 'GetRecordsCommand' && time >= 1 && time <= 3 ? awsError(name) : undefined,
      );

      expect(numbers(await capture(stream))).toEqual(['1', '2']);
      expect(stream.waits).toEqual([200, 400, 800]);
    },
  );

  test('gives up after eight throttles in a row and says where, keeping what it had', async () => {
    const stream = fakeStreams({ a: { pages: [['1'], ['2']] } }, (command, time) =>
      command === 'GetRecordsCommand' && time >= 1 ? awsError('LimitExceededException') : undefined,
    );
    const seen: CapturedRecord[] = [];

    const reading = (async () => {
      for await (const one of captureShards(stream, limits)) seen.push(one);
    })();

    await expect(reading).rejects.toMatchObject({
      code: 'CaptureError',
      failure: 'notServed',
      message: expect.stringMatching(/Reading shard a after 1 failed 8 times in a row.*LimitExceededException/),
    });
    expect(numbers(seen)).toEqual(['1']);
  });

  test('says what is needed when the credentials expire on the way', async () => {
    const stream = fakeStreams({ a: { pages: [['1'], ['2']] } }, (command, time) =>
      command === 'GetRecordsCommand' && time === 1 ? awsError('ExpiredTokenException') : undefined,
    );

    await expect(capture(stream)).rejects.toMatchObject({
      failure: 'accessDenied',
      message: expect.stringMatching(/Reading shard a after 1 was refused: .*valid credentials.*dynamodb:ListStreams/),
    });
  });

  test('takes a new iterator after the last record read when one expired', async () => {
    const stream = fakeStreams({ a: { isClosed: true, pages: [['1'], ['2'], ['3']] } }, (command, time) =>
      command === 'GetRecordsCommand' && time === 2 ? awsError('ExpiredIteratorException') : undefined,
    );

    expect(numbers(await capture(stream))).toEqual(['1', '2', '3']);
    expect(stream.sent.filter(({ command }) => command === 'GetShardIteratorCommand').at(-1)?.input).toMatchObject({
      ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
      SequenceNumber: '2',
    });
  });

  test('goes on at the oldest record left when records were trimmed, and says that there is a gap', async () => {
    const shards: Record<string, FakeShard> = { a: { pages: [['1'], ['2']] } };
    const stream = fakeStreams(shards, (command, time) => {
      if (command !== 'GetRecordsCommand' || time !== 1) return undefined;
      shards.a = { isClosed: true, pages: [['7']] };
      return awsError('TrimmedDataAccessException');
    });

    expect(numbers(await capture(stream))).toEqual(['1', '7']);
    expect(stream.notices).toEqual([expect.stringMatching(/Shard a: records after 1 were trimmed .* gap/)]);
  });

  test('takes no record that was created after `until`', async () => {
    const stream = fakeStreams({ a: { pages: [['1', '2', '3'], ['4']] } });

    expect(numbers(await capture(stream, { untilMs: 1_790_000_002_000 }))).toEqual(['1', '2']);
  });

  test('keeps following an idle stream until the signal', async () => {
    const stop = new AbortController();
    const shards: Record<string, FakeShard> = { a: { pages: [['1']] } };
    const stream = fakeStreams(shards, (command, time) => {
      if (command === 'GetRecordsCommand' && time === 60) shards.a?.pages.push(['2']);
      if (command === 'GetRecordsCommand' && time === 70) stop.abort();
      return undefined;
    });

    expect(numbers(await capture(stream, { follow: true, signal: stop.signal }))).toEqual(['1', '2']);
    expect(stream.waits.every((ms) => ms === 200)).toBe(true);
  });

  test('ends following by itself at `until`, and when the stream was turned off', async () => {
    const untilNow = fakeStreams({ a: { pages: [['1']] } });
    const turnedOff = fakeStreams({ a: { isClosed: true, pages: [['1']] } });
    let now = 0;

    const withUntil = capture(untilNow, { follow: true, untilMs: 1_790_000_005_000, now: () => (now += 1e12) });

    expect(numbers(await withUntil)).toEqual(['1']);
    expect(numbers(await capture(turnedOff, { follow: true }))).toEqual(['1']);
    expect(turnedOff.waits).toHaveLength(10);
  });

  test('refuses to read a closed shard for ever', async () => {
    const stream = fakeStreams({ a: { isClosed: true, pages: Array.from({ length: 1500 }, () => []) } });

    await expect(capture(stream)).rejects.toThrow('Shard a is closed, but 1000 reads in a row');
  });

  test('gives every record once, in the order of its shard, whatever expires, throttles or comes in empty pages', async () => {
    const failures = ['LimitExceededException', 'ExpiredIteratorException', undefined, undefined, undefined] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat({ max: 3 }), { maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.constantFrom(...failures), { maxLength: 12 }),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        async (sizes, plan, isChild) => {
          let serial = 0;
          const shards: Record<string, FakeShard> = {};
          for (const [index, pages] of sizes.entries()) {
            const parent = index > 0 && isChild[index] ? { parent: `s${index - 1}` } : {};
            const isClosed = index + 1 < sizes.length && (isChild[index + 1] ?? false);
            // A record first, so that a resumed iterator finds its page by the page's last record.
            const filled = pages.map((size) => Array.from({ length: size + 1 }, () => String(++serial)));
            shards[`s${index}`] = { ...parent, pages: filled, isClosed };
          }
          const stream = fakeStreams(shards, (command, time) => {
            const name = command === 'GetRecordsCommand' ? plan[time] : undefined;
            return name && awsError(name);
          });

          const captured = await capture(stream);

          const expected = Object.entries(shards).map(([id, { pages }]) => [id, pages.flat()]);
          const got = Object.keys(shards).map((id) => [id, numbers(captured.filter(({ shardId }) => shardId === id))]);
          expect(got).toEqual(expected);
        },
      ),
      { seed: 20261123, numRuns: 150 },
    );
  });
});
