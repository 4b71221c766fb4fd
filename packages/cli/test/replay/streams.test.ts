import { describe, expect, test } from '@jest/globals';
import { main } from '../../src/main.ts';
import { alsoSeen, nothingSeen, viewMismatch } from '../../src/replay/viewMismatch.ts';
import { line, temporaryFile } from '../temporaryFiles.ts';
import { rememberingTerminal } from '../rememberingTerminal.ts';

// A recording beside what is deployed: its streams, and what the stream of the table sends.

async function replayed(content: string, flags: readonly string[]) {
  const terminal = rememberingTerminal();
  const args = ['replay', temporaryFile('r.ndjson', content), '--handler', 'h.ts', ...flags];
  const code = await main(args, terminal, { loadHandler: async () => async () => undefined });
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

const arnOf = (table: string) =>
  `arn:aws:dynamodb:eu-west-1:123456789012:table/${table}/stream/2026-01-01T00:00:00.000`;
const twoTables = [
  line(1, 'a'),
  line(1, 'a', { eventSourceARN: arnOf('Users') }),
  line(2, 'a', { eventSourceARN: arnOf('Users') }),
].join('\n');

describe('a recording of two tables', () => {
  test('is two streams, side by side', async () => {
    const run = await replayed(twoTables, []);

    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('3 in 2 shards: 3 processed') });
    expect(run.stderr).toContain('millrace: The recording holds 2 streams, each with shards of its own: T, Users.\n');
  });

  test('is one stream for a mapping that names it', async () => {
    const run = await replayed(twoTables, ['--set', `EventSourceArn=${arnOf('Users')}`]);

    expect(run.stdout).toContain('2 in 1 shard: 2 processed');
    expect(run.stderr).toContain(
      'millrace: The mapping reads the stream of Users: 1 record of another stream is left out.\n',
    );
  });

  test('is all there is for a mapping of a table that the recording does not know', async () => {
    const run = await replayed(twoTables, ['--set', `EventSourceArn=${arnOf('Other')}`]);

    expect(run.stdout).toContain('3 in 2 shards: 3 processed');
  });
});

describe("the table's view type in the template against the images of the recording", () => {
  const image = { a: { S: 'a' } };
  const kinds = {
    insert: { eventName: 'INSERT', dynamodb: { NewImage: image } },
    modify: { eventName: 'MODIFY', dynamodb: { NewImage: image, OldImage: image } },
    remove: { eventName: 'REMOVE', dynamodb: { OldImage: image } },
    bare: { eventName: 'MODIFY', dynamodb: {} },
  } as const;
  const told = (view: string | undefined, ...records: readonly (keyof typeof kinds)[]) =>
    viewMismatch(view, records.map((kind) => kinds[kind]).reduce(alsoSeen, nothingSeen));

  test.each<[string | undefined, readonly (keyof typeof kinds)[], RegExp | undefined]>([
    [undefined, ['modify'], undefined],
    ['NEW_AND_OLD_IMAGES', ['insert', 'modify', 'remove'], undefined],
    ['NEW_AND_OLD_IMAGES', ['insert'], undefined],
    ['NEW_AND_OLD_IMAGES', ['bare'], /has no NewImage and no OldImage, which the deployed stream sends/],
    ['KEYS_ONLY', ['bare'], undefined],
    [
      'KEYS_ONLY',
      ['modify', 'insert'],
      /holds NewImage \(2 records\) and OldImage \(1 record\), which the deployed stream does not/,
    ],
    ['NEW_IMAGE', ['modify'], /holds OldImage \(1 record\), which/],
    ['NEW_IMAGE', ['insert'], undefined],
    ['NEW_IMAGE', ['remove'], /holds OldImage/],
    ['OLD_IMAGE', ['insert'], /holds NewImage \(1 record\)/],
    ['OLD_IMAGE', ['remove'], undefined],
    ['OLD_IMAGE', ['bare'], /has no OldImage, which/],
  ])('%s and %j', (view, records, text) => {
    const sentence = told(view, ...records);
    if (text === undefined) expect(sentence).toBeUndefined();
    else expect(sentence).toMatch(text);
  });

  test('is told in the report', async () => {
    const template = {
      Resources: {
        Orders: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
            AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
            StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
          },
        },
        M: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            FunctionName: 'orders',
            EventSourceArn: { 'Fn::GetAtt': ['Orders', 'StreamArn'] },
            StartingPosition: 'TRIM_HORIZON',
          },
        },
      },
    };
    const file = temporaryFile('template.json', JSON.stringify(template));

    const run = await replayed(line(1, 'a'), ['--mapping', file]);

    expect(run.stdout).toContain(
      'Warning      The template gives the table StreamViewType KEYS_ONLY, and the recording holds NewImage (1 record)',
    );
  });
});
