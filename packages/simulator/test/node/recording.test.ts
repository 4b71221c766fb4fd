import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recordedShards, recording } from '../../src/node.ts';
import { onlyShardId } from '../../src/scenario/resolveShards.ts';

let folder: string;
let files = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-recording-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(...lines: (string | object)[]): string {
  const path = join(folder, `${files++}.ndjson`);
  writeFileSync(path, `${lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')}\n`);
  return path;
}

const record = (sequenceNumber: string, shard: object = {}) => ({
  eventID: sequenceNumber,
  eventName: 'INSERT',
  dynamodb: { Keys: { id: { S: 'o-1' } }, SequenceNumber: sequenceNumber },
  ...shard,
});

async function numbersOf(file: string | URL): Promise<string[]> {
  const numbers: string[] = [];
  for await (const { dynamodb } of recording(file)) numbers.push(dynamodb?.SequenceNumber ?? '?');
  return numbers;
}

describe('recording', () => {
  test('gives the records in the order of the file, from a path or a URL, as often as it is asked', async () => {
    const path = written(record('1'), '', record('2'), '  ');
    const records = recording(pathToFileURL(path));

    expect(await numbersOf(path)).toEqual(['1', '2']);
    for (let time = 0; time < 2; time++) {
      const seen: unknown[] = [];
      for await (const one of records) seen.push(one);
      expect(seen).toEqual([record('1'), record('2')]);
    }
  });

  test('reads a parent and its children as one list and takes the shard ids off', async () => {
    const path = written(record('1', { shardId: 'a' }), record('2', { shardId: 'b', parentShardId: 'a' }));

    const seen: unknown[] = [];
    for await (const one of recording(path)) seen.push(one);

    expect(seen).toEqual([record('1'), record('2')]);
  });

  test('reads whole events, one a line, as a function logs them', async () => {
    const path = written(
      { Records: [record('1'), record('2')] },
      record('3'),
      { Records: [] },
      { Records: [record('4')] },
    );

    expect(await numbersOf(path)).toEqual(['1', '2', '3', '4']);
  });

  test.each([
    ['indented', (event: object) => JSON.stringify(event, null, 2)],
    ['indented behind a byte order mark', (event: object) => `\uFEFF${JSON.stringify(event, null, '\t')}`],
    ['opened on its first line', (event: object) => JSON.stringify(event).replace('[{', '[\n{')],
    ['opened with its first record', (event: object) => JSON.stringify(event).replace('[{', ' [ {\n')],
  ])('reads one event over many lines: %s', async (_, text) => {
    const path = written(text({ Records: [record('1'), record('2')] }));

    expect(await numbersOf(path)).toEqual(['1', '2']);
  });

  test('refuses shards side by side and names recordedShards', async () => {
    const path = written(record('1', { shardId: 'a' }), record('2', { shardId: 'b' }));

    await expect(numbersOf(path)).rejects.toMatchObject({
      code: 'RecordingError',
      failure: 'shardsSideBySide',
      path,
      line: 2,
      message: expect.stringContaining('recordedShards'),
    });
  });

  test('says which line is bad before it gives any record, so that no simulation ends half-way', async () => {
    const path = written(record('1'), '{"dynamodb":');
    const seen: unknown[] = [];

    const reading = (async () => {
      for await (const one of recording(path)) seen.push(one);
    })();

    await expect(reading).rejects.toThrow(`Line 2 of ${path} cannot be replayed: it is not JSON`);
    expect(seen).toEqual([]);
  });

  test.each([
    ['[1]', 'of its [0], it is 1, not a record'],
    ['{"Records":[[1]]}', 'of its Records[0], it is a list, not a record'],
    ['7', 'it is 7, not a record'],
    ['null', 'it is null, not a record'],
    ['{"Records":[7]}', 'of its Records[0], it is 7, not a record'],
    ['{"Records":', 'it is not JSON'],
    ['{"Records":7}', 'it has no "dynamodb" object'],
    ['{"eventName":"INSERT"}', 'it has no "dynamodb" object'],
    ['{"dynamodb":{"SequenceNumber":1}}', '"dynamodb.SequenceNumber" is not a string'],
    ['{"dynamodb":{"sequenceNumber":"1"}}', '"sequenceNumber" was found, and AWS\'s names there begin with capitals'],
    ['{"dynamodb":{"SequenceNumber":"1"},"shardId":1}', '"shardId" is not a string'],
  ])('refuses the line %s', async (line, problem) => {
    await expect(numbersOf(written(line))).rejects.toThrow(problem);
  });

  test('says what to do when the file is not there or is a folder', async () => {
    await expect(numbersOf(join(folder, 'none.ndjson'))).rejects.toThrow(/ENOENT.*millrace capture/s);
    await expect(numbersOf(folder)).rejects.toThrow('is not a file');
  });

  test('closes the file when the reader stops early', async () => {
    const path = written(record('1'), record('2'), record('3'));

    for (let time = 0; time < 50; time++) {
      for await (const { dynamodb } of recording(path)) if (dynamodb) break;
    }

    expect(await numbersOf(path)).toHaveLength(3);
  });
});

describe('recordedShards', () => {
  test('gives each shard its records and its parent', async () => {
    const path = written(
      record('1', { shardId: 'a' }),
      record('10', { shardId: 'b' }),
      record('2', { shardId: 'c', parentShardId: 'a' }),
      record('11', { shardId: 'b' }),
      record('3', { shardId: 'd', parentShardId: 'a' }),
    );

    expect(await recordedShards(path)).toEqual({
      a: { records: [record('1')] },
      b: { records: [record('10'), record('11')] },
      c: { parents: ['a'], records: [record('2')] },
      d: { parents: ['a'], records: [record('3')] },
    });
  });

  test('gives the shard of a recording without shard ids the id that simulate gives a list of records', async () => {
    expect(await recordedShards(written(record('1')))).toEqual({ [onlyShardId]: { records: [record('1')] } });
  });

  test('makes shards that appeared while the stream was recorded the children of what came before', async () => {
    const path = written(
      record('1'),
      record('2', { shardId: 'b', parentShardId: 'x' }),
      record('3', { shardId: 'c', parentShardId: 'x' }),
    );

    expect(await recordedShards(path)).toMatchObject({ b: { parents: [onlyShardId] }, c: { parents: [onlyShardId] } });
  });
});
