import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import { openRecording, recordedShards, recording } from '../../src/node.ts';
import { onlyShardId } from '../../src/scenario/resolveShards.ts';

// What a function logged, and what tools of AWS and of the shell make of it.

let folder: string;
let files = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-logs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string | Buffer): string {
  const path = join(folder, `${files++}.log`);
  writeFileSync(path, content);
  return path;
}

const arnOf = (table: string) =>
  `arn:aws:dynamodb:eu-west-1:123456789012:table/${table}/stream/2026-01-01T00:00:00.000`;
const change = (number: number, item = 'a', more: object = {}): DynamoDBRecord => ({
  eventID: `e${number}`,
  eventName: 'INSERT',
  eventSource: 'aws:dynamodb',
  dynamodb: {
    ApproximateCreationDateTime: 1_790_000_000 + number,
    Keys: { id: { S: item } },
    SequenceNumber: String(number),
  },
  eventSourceARN: arnOf('Orders'),
  ...more,
});
const event = (...records: DynamoDBRecord[]) => ({ Records: records });
const two = event(change(1), change(2));
const logged = (value: unknown) =>
  `2026-11-28T10:00:00.123Z\tc672865e-0000-4000-8000-000000000000\tINFO\t${JSON.stringify(value)}\n`;

async function numbersOf(path: string | string[]): Promise<string[]> {
  const numbers: string[] = [];
  for await (const { dynamodb } of recording(path, { onNotice: () => undefined })) {
    numbers.push(dynamodb?.SequenceNumber ?? '?');
  }
  return numbers;
}

describe('what is read', () => {
  const filterLogEvents = {
    events: [
      { logStreamName: 's', timestamp: 1, message: 'START RequestId: c672865e Version: $LATEST\n', eventId: '1' },
      { logStreamName: 's', timestamp: 2, message: logged(two), eventId: '2' },
      { logStreamName: 's', timestamp: 3, message: 'END RequestId: c672865e\n', eventId: '3' },
    ],
    searchedLogStreams: [],
  };
  const rows = [{ '@timestamp': '2026-11-28 10:00:00.000', '@message': JSON.stringify(two) }];
  const powertools = { level: 'INFO', message: 'Lambda invocation event', event: two, timestamp: '2026-11-28' };
  const s3Object = {
    requestContext: { condition: 'RetryAttemptsExhausted' },
    DDBStreamBatchInfo: { shardId: 'shardId-1', batchSize: 2 },
    payload: JSON.stringify(two),
  };
  const ndjson = `${JSON.stringify(change(1))}\n${JSON.stringify(change(2))}\n`;
  const pretty = (value: unknown) => JSON.stringify(value, null, 2);
  const csv = (text: string) => `"${text.replaceAll('"', '""')}"`;

  test.each<[string, string | Buffer]>([
    ['a list of records, over many lines', pretty(two.Records)],
    ['a list of events, over many lines', pretty([event(change(1)), event(change(2))])],
    ['several events, each over many lines', `${pretty(event(change(1)))}\n${pretty(event(change(2)))}\n`],
    ['NDJSON with the line ends of Windows', ndjson.replaceAll('\n', '\r\n')],
    ['gzip, whatever its name is', gzipSync(ndjson)],
    ['two gzip files, one behind the other', Buffer.concat(ndjson.split(/(?<=\n)/).map((part) => gzipSync(part)))],
    ['UTF-16 with a byte order mark, as PowerShell writes it', Buffer.from(`\uFEFF${ndjson}`, 'utf16le')],
    ['UTF-16 without one', Buffer.from(ndjson, 'utf16le')],
    ['UTF-16, big-endian', Buffer.from(`\uFEFF${ndjson}`, 'utf16le').swap16()],
    ['UTF-16 in gzip', gzipSync(Buffer.from(`\uFEFF${pretty(two)}`, 'utf16le'))],
    [
      "the runtime's log, with what it writes before each message",
      `START RequestId: 1\n${logged(two)}END RequestId: 1\n`,
    ],
    ["`aws logs tail`'s lines", `2026-11-28T10:00:00.123000+00:00 2026/11/28/[$LATEST]abc ${logged(two)}`],
    ['an event over many lines of a log', `2026-11-28T10:00:00Z INFO ${pretty(two)}\n2026-11-28T10:00:01Z done\n`],
    ['the answer of filter-log-events', pretty(filterLogEvents)],
    ['a page of it a line', `${JSON.stringify(filterLogEvents)}\n${JSON.stringify({ events: [] })}\n`],
    ['a subscription', JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: filterLogEvents.events })],
    ["Insights' export as JSON", pretty(rows)],
    ["Insights' export as CSV", `@timestamp,@message\n2026-11-28 10:00:00.000,${csv(logged(two))}\n`],
    ["Insights' export as CSV, the message first", `@message,@ptr\r\n${csv(JSON.stringify(two))},x\r\n`],
    ['the answer of get-query-results', JSON.stringify({ results: [[{ field: '@message', value: logged(two) }]] })],
    ["Powertools' logged event", JSON.stringify(powertools)],
    ["Powertools' logged events in filter-log-events", pretty({ events: [{ message: JSON.stringify(powertools) }] })],
    ["Lambda's own JSON log", JSON.stringify({ timestamp: '2026', level: 'INFO', requestId: '1', message: two })],
    ["a text in Lambda's own JSON log", JSON.stringify({ timestamp: '', level: 'INFO', message: JSON.stringify(two) })],
    ['the S3 object of an on-failure destination', JSON.stringify(s3Object)],
  ])('%s', async (_, content) => {
    expect(await numbersOf(file(content))).toEqual(['1', '2']);
  });

  test.each(['\u2028', '\u2029', '\u0085', '\v', '\f'])('lines end at \\n alone, not at %j', async (sign) => {
    const path = file(`${JSON.stringify(change(1, `a${sign}b`))}\n${JSON.stringify(change(2))}\n`);

    const seen: unknown[] = [];
    for await (const record of recording(path)) seen.push(record);

    expect(seen).toEqual([change(1, `a${sign}b`), change(2)]);
  });

  test('several files are one recording', async () => {
    const paths = [file(JSON.stringify(change(1))), file(gzipSync(JSON.stringify(change(2))))];

    expect(await numbersOf(paths)).toEqual(['1', '2']);
  });

  test('a file that is too large to be held is read again, and gives the same', async () => {
    const large = Array.from({ length: 200 }, (__, index) => {
      const { dynamodb, ...record } = change(index + 1);
      return JSON.stringify({ ...record, dynamodb: { ...dynamodb, SizeBytes: 400_000 } });
    });

    const { source, count } = await openRecording(file(large.join('\n')));

    expect(count).toBe(200);
    expect(source).toEqual({ records: { [Symbol.asyncIterator]: expect.any(Function) } });
    for (let time = 0; time < 2; time++) {
      const seen: string[] = [];
      if ('records' in source) for await (const record of source.records) seen.push(JSON.stringify(record));
      expect(seen).toEqual(large);
    }
  });
});

describe('what is refused, by its name and place', () => {
  const sqs = { messageId: '1', body: '{}', eventSource: 'aws:sqs' };
  const toKinesis = { recordFormat: 'application/json', tableName: 'Orders', dynamodb: { Keys: {} }, eventID: '1' };
  const kinesis = (data: unknown) => ({
    eventSource: 'aws:kinesis',
    kinesis: { data: Buffer.from(JSON.stringify(data)).toString('base64') },
  });

  test.each<[string, unknown, RegExp]>([
    ['SQS', { Records: [sqs] }, /Line 1 of .*of its Records\[0\], it is a message of an SQS queue.*millrace capture/],
    ['a list of Pipes from SQS', [sqs], /of its \[0\], it is a message of an SQS queue \(also when EventBridge Pipes/],
    ['Kinesis', { Records: [kinesis('hello')] }, /it is a record of Kinesis; only DynamoDB streams.*millrace capture/],
    ['Kinesis for DynamoDB', { Records: [kinesis(toKinesis)] }, /Kinesis Data Streams for DynamoDB brings.*capture/],
    [
      'Kinesis for DynamoDB through Pipes',
      [{ eventSource: 'aws:kinesis', data: btoa('{"dynamodb":{}}') }],
      /for DynamoDB/,
    ],
    ['a record that Kinesis for DynamoDB writes', toKinesis, /it is a change that Kinesis Data Streams for DynamoDB/],
    ['SNS', { Records: [{ EventSource: 'aws:sns', Sns: {} }] }, /it is a notification of SNS/],
    ['S3', { Records: [{ eventSource: 'aws:s3', s3: {} }] }, /it is an event of aws:s3/],
    ['EventBridge', { 'detail-type': 'x', source: 'me', detail: {} }, /it is an event of EventBridge, which/],
    ['Pipes', { 'detail-type': 'Event from aws:dynamodb', source: 'Pipe x', detail: {} }, /EventBridge Pipes, which/],
    [
      'a document without its records',
      { DDBStreamBatchInfo: {}, requestContext: {} },
      /names records and does not hold/,
    ],
  ])('%s', async (_, value, message) => {
    await expect(openRecording(file(JSON.stringify(value)))).rejects.toThrow(message);
  });

  test('a row of an Insights export, by the line on which it begins', async () => {
    const rows = [two, { Records: [change(3)] }, { Records: [sqs] }];
    const cells = rows.map((row) => `"${JSON.stringify(row, null, 2).replaceAll('"', '""')}"`);
    const text = `@message,@ptr\n${cells.map((cell, index) => `${cell},${index}`).join('\n')}\n`;
    const line = text.slice(0, text.indexOf('""messageId""')).split('\n').length - 3;

    const path = file(text);

    await expect(openRecording(path)).rejects.toMatchObject({
      message: expect.stringContaining(
        `Line ${line} of ${path} cannot be replayed: of its @message.Records[0], it is a`,
      ),
      line,
    });
  });

  test.each<[string, string | Buffer, RegExp]>([
    [
      'an event as console.log prints it',
      'START\n2026-11-28T10:00:00Z INFO { Records: [ [Object] ] }\n',
      /Line 2 .*JSON\.stringify\(event\)/,
    ],
    [
      'an event in a log that was cut short, where it is cut in a text',
      `START\n${logged(two).slice(0, 120)}\n`,
      /Line 2 of .* it is an event that ends too early, as a log cuts/,
    ],
    [
      'and where it is cut between two',
      `START\n${logged(two).slice(0, logged(two).indexOf(',"SequenceNumber"'))}\n${logged({ more: 1 })}`,
      /Line 2 of .* it is an event that ends too early/,
    ],
    [
      'an event in the answer of filter-log-events that was cut short',
      JSON.stringify({ events: [{ message: logged(two).slice(0, 200) }] }),
      /of its events\[0\]\.message, it is an event that ends too early/,
    ],
    ['a number that is none', JSON.stringify({ dynamodb: { SequenceNumber: 'one' } }), /"one", not 1 to 40 digits/],
    ['a text that ends in a string', '{"Records": "abc\n"}\n', /Line 1 of .* it is not JSON/],
    ['gzip that ends too early', gzipSync(JSON.stringify(two).repeat(50)).subarray(0, 60), /read to its end/],
    ['a spreadsheet', Buffer.from('PK\u0003\u0004…'), /is a ZIP archive/],
    ['prose', 'Dear reader,\n', /Line 1 of .* it is not JSON/],
  ])('%s', async (_, content, message) => {
    await expect(openRecording(file(content))).rejects.toThrow(message);
  });
});

describe('repeats and order', () => {
  test('repeats of a retried batch are dropped, and the first is named', async () => {
    const path = file(
      [event(change(1), change(2)), event(change(1)), event(change(2)), event(change(3))]
        .map((value) => JSON.stringify(value))
        .join('\n'),
    );

    const { source, count, notices } = await openRecording(path);

    expect(source).toEqual({ records: [change(1), change(2), change(3)] });
    expect(count).toBe(3);
    expect(notices).toEqual([
      'The recording repeats 2 records: a stream and sequence number that were there before, as in the log of a ' +
        `retried batch. They are replayed once. The first repeat is record 1, line 2 of ${path}.`,
    ]);
  });

  test('records out of order are sorted, and it is said', async () => {
    const path = file([2, 1, 3].map((number) => JSON.stringify(change(number))).join('\n'));
    const told: string[] = [];

    const seen: (string | undefined)[] = [];
    for await (const { dynamodb } of recording(path, { onNotice: (notice) => told.push(notice) })) {
      seen.push(dynamodb?.SequenceNumber);
    }

    expect(seen).toEqual(['1', '2', '3']);
    expect(told).toEqual([expect.stringMatching(/were sorted .* record 1, line 2 of /)]);
  });

  test('who gives no way to be told is told by a warning of Node', async () => {
    const warned = jest.spyOn(process, 'emitWarning').mockReturnValue(undefined);

    for await (const record of recording(file(JSON.stringify([change(1)])))) expect(record).toEqual(change(1));

    expect(warned.mock.calls).toEqual([[expect.stringContaining('EventBridge Pipes'), 'RecordingWarning']]);
    warned.mockRestore();
  });

  test('two tables are two streams, also where numbers and keys are the same', async () => {
    const users = { eventSourceARN: arnOf('Users') };
    const path = file(
      [change(1), change(1, 'a', users), change(2), change(2, 'a', users)]
        .map((record) => JSON.stringify(record))
        .join('\n'),
    );

    const shards = await recordedShards(path, { onNotice: () => undefined });

    expect(shards).toEqual({
      [`Orders/${onlyShardId}`]: { records: [change(1), change(2)] },
      [`Users/${onlyShardId}`]: { records: [change(1, 'a', users), change(2, 'a', users)] },
    });
    await expect(numbersOf(path)).rejects.toThrow(/Line 2 of .* is of the stream .*table\/Users.*recordedShards/);
  });

  test('what the logs of several shards hold, with retries and interleaved, is found again', async () => {
    const stream = fc.array(fc.array(fc.nat({ max: 3 }), { minLength: 2, maxLength: 12 }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(stream, fc.infiniteStream(fc.nat()), async (shards, draws) => {
        const draw = (below: number): number => (draws.next().value ?? 0) % below;
        // Shard s holds items of its own, and numbers above those of the shard before it, all over the same minutes.
        const batches = shards.flatMap((items, shard) => {
          const records = items.map((item, index) => {
            const { dynamodb, ...record } = change(10_000 * (shard + 1) + index, `${shard}-${item}`);
            return { ...record, dynamodb: { ...dynamodb, ApproximateCreationDateTime: 1_790_000_000 + 10 * index } };
          });
          return records.map((_, index) => records.slice(Math.max(0, index - draw(3)), index + 1));
        });
        const mixed = batches.map((batch) => ({ batch, key: draw(1000) })).toSorted((a, b) => a.key - b.key);

        const found = Object.values(
          await shardsOf(mixed.map(({ batch }) => JSON.stringify(event(...batch))).join('\n')),
        );

        const numbers = mixed.flatMap(({ batch }) => batch.map(({ dynamodb }) => Number(dynamodb?.SequenceNumber)));
        const isInOrder = [...new Set(numbers)].every(
          (number, index, all) => index === 0 || number > Number(all[index - 1]),
        );
        fc.pre(shards.length === 1 || !isInOrder); // In order, they are taken for one shard.
        const expected = shards.map((items, shard) => items.map((__, index) => String(10_000 * (shard + 1) + index)));
        expect(found.map(({ records }) => records.map(({ dynamodb }) => dynamodb?.SequenceNumber))).toEqual(
          expect.arrayContaining(expected),
        );
        expect(found).toHaveLength(expected.length);
      }),
      { numRuns: 60 },
    );
  });

  test('whatever a log holds, the records of an item are in one shard, in their order, each once', async () => {
    const entry = fc.record({ number: fc.nat({ max: 30 }), item: fc.nat({ max: 3 }), time: fc.nat({ max: 100 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 30 }), async (entries) => {
        const records = entries.map(({ number, item, time }) => {
          const { dynamodb, ...record } = change(number, `i${item}`);
          return { ...record, dynamodb: { ...dynamodb, ApproximateCreationDateTime: 1_790_000_000 + time } };
        });

        const shards = Object.values(await shardsOf(records.map((record) => JSON.stringify(record)).join('\n')));

        const numbers = shards.map(({ records: list }) => list.map(({ dynamodb }) => Number(dynamodb?.SequenceNumber)));
        for (const list of numbers) expect(list).toEqual(list.toSorted((a, b) => a - b));
        expect(numbers.flat().toSorted((a, b) => a - b)).toEqual(
          [...new Set(entries.map(({ number }) => number))].toSorted((a, b) => a - b),
        );
        const shardsOfItem = new Map<string, Set<number>>();
        for (const [shard, { records: list }] of shards.entries()) {
          for (const { dynamodb } of list) {
            const item = JSON.stringify(dynamodb?.Keys);
            shardsOfItem.set(item, (shardsOfItem.get(item) ?? new Set()).add(shard));
          }
        }
        expect([...shardsOfItem.values()].every(({ size }) => size === 1)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

async function shardsOf(content: string) {
  return recordedShards(file(content), { onNotice: () => undefined });
}

const corpus = join(__dirname, '../../../../../shared/corpus');
const index = existsSync(join(corpus, 'index.json'))
  ? (JSON.parse(readFileSync(join(corpus, 'index.json'), 'utf8')) as readonly { readonly file: string }[])
  : [];
const events = index.map(({ file: name }) => name).filter((name) => /^(events|failures)\/.*json$/.test(name));
const reads = events.length > 0 ? test : test.skip;

reads(
  'the events of others are read, or refused with a line and a reason (without ../shared/corpus: skipped)',
  async () => {
    let refused = 0;
    for (const name of events) {
      await openRecording(join(corpus, name)).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'RecordingError', line: expect.any(Number) });
        refused++;
      });
    }

    console.log(`Of ${events.length} foreign files, ${events.length - refused} are read.`);
  },
);

test('standard input is read once: named twice, it is refused before anything is read', async () => {
  await expect(openRecording(['-', file(JSON.stringify(change(1))), '-'])).rejects.toMatchObject({
    code: 'RecordingError',
    failure: 'unreadable',
    message: expect.stringContaining('Name it once'),
  });
});
