import { describe, expect, test } from '@jest/globals';
import { main } from '../../src/main.ts';
import { rememberingTerminal } from '../rememberingTerminal.ts';
import { line, temporaryFile } from '../temporaryFiles.ts';

async function filter(...args: readonly string[]) {
  const terminal = rememberingTerminal();
  const code = await main(['filter', ...args], terminal);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

const recording = () => temporaryFile('r.ndjson', `${line(1, 'a')}\n${line(2, 'b')}\n${line(3, 'c')}\n`);
const template = () =>
  temporaryFile(
    'template.yaml',
    `
Parameters: { Size: { Type: Number }, Id: { Type: String, Default: b } }
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Timeout: !Ref Size
      Events:
        Changes:
          Type: DynamoDB
          Properties:
            StartingPosition: LATEST
            BatchSize: !Ref Size
            FilterCriteria: { Filters: [{ Pattern: !Sub '{"dynamodb":{"Keys":{"id":{"S":["\${Id}"]}}}}' }] }
`,
  );

describe('millrace filter', () => {
  test('tells which records the filters of a template pass, and asks for nothing else of it', async () => {
    const run = await filter(recording(), '--mapping', template());

    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toBe(`Filter 1     {"dynamodb":{"Keys":{"id":{"S":["b"]}}}}
Records      3: 1 pass, 2 do not

  no    1 INSERT {"id":{"S":"a"}}  dynamodb.Keys.id.S is "a", expected ["b"]
  pass  2 INSERT {"id":{"S":"b"}}
  no    3 INSERT {"id":{"S":"c"}}  dynamodb.Keys.id.S is "c", expected ["b"]
`);
  });

  test('tells of one record at which condition of which filter it failed', async () => {
    const patterns = [
      '{"eventName":["REMOVE"],"dynamodb":{"NewImage":{"x":{"S":[{"exists":true}]}}}}',
      '{"$or":[{"eventID":["x"],"eventName":["MODIFY"]},{"eventID":[{"exists":false}]}]}',
    ];

    const run = await filter(recording(), '--record', '2', ...patterns.flatMap((pattern) => ['--pattern', pattern]));

    expect(run.code).toBe(1);
    expect(run.stdout).toContain(`Record 2 INSERT {"id":{"S":"b"}} does not pass.
  Filter 1 does not
    eventName is "INSERT", expected ["REMOVE"]
    dynamodb.NewImage.x.S is not there, expected [{"exists":true}]
  Filter 2 does not, of whose 2 alternatives this is the nearest
    eventID is "e2", expected nothing there
`);
  });

  test.each([
    ['a record passes', ['--pattern', '{"eventName":["INSERT"]}'], 0],
    ['none passes', ['--pattern', '{"eventName":["REMOVE"]}'], 1],
    ['there are no filters', ['--set', 'FilterCriteria={}'], 0],
    ['the record passes', ['--record', '2', '--mapping', 'T'], 0],
    ['the record does not pass', ['--record', '1', '--mapping', 'T'], 1],
    ['there is no such record', ['--record', '9', '--mapping', 'T'], 2],
    ['a filter is refused', ['--pattern', '{"eventName":"INSERT"}'], 2],
    ['no filters are named', [], 2],
    ['they are named twice', ['--pattern', '{}', '--mapping', 'T'], 2],
  ])('answers when %s', async (_, args, code) => {
    const run = await filter(recording(), ...args.map((arg) => (arg === 'T' ? template() : arg)));

    expect(run.code).toBe(code);
    expect(run.stderr === '').toBe(code < 2);
  });

  test('takes parameters of the template, and prints everything as JSON', async () => {
    const run = await filter(recording(), '--mapping', template(), '--parameter', 'Id=c', '--json');

    expect(JSON.parse(run.stdout)).toMatchObject({
      filters: ['{"dynamodb":{"Keys":{"id":{"S":["c"]}}}}'],
      warnings: [],
      records: [
        {
          sequenceNumber: '1',
          eventName: 'INSERT',
          keys: '{"id":{"S":"a"}}',
          passes: false,
          filters: [
            {
              passes: false,
              failed: [{ path: 'dynamodb.Keys.id.S', expected: '["c"]', found: ['a'], reason: 'different' }],
            },
          ],
        },
        { sequenceNumber: '2', passes: false },
        { sequenceNumber: '3', passes: true },
      ],
    });
  });

  test('warns of a filter that can never pass, and tells shards apart', async () => {
    const shards = `${line(1, 'a', { shardId: 'x' })}\n${line(2, 'b', { shardId: 'y' })}\n`;

    const run = await filter(temporaryFile('r.ndjson', shards), '--pattern', '{"dynamodb":{"Keys":{"id":["a"]}}}');

    expect(run).toMatchObject({ code: 1, stdout: expect.stringMatching(/^Warning {6}Filters\[0\].*type letter/m) });
    expect(run.stdout).toContain('2 INSERT {"id":{"S":"b"}} of y');
  });

  test('its help has examples', async () => {
    const run = await filter('--help');

    expect(run).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Examples:\n {2}\$ millrace filter orders\.ndjson/),
    });
  });
});
