import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { defaultSemantics, type SemanticsOptions } from '@millrace/simulator';
import { experiments } from './experiments.ts';
import { recordAws } from './recordAws.ts';
import { runExperiment } from './runExperiment.ts';
import { sdkPort, type Clients } from './sdkPort.ts';
import { stubOfAws } from './stubOfAws.ts';

const stack = {
  StreamArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2026-11-02T00:00:00.000',
  FunctionName: 'f',
  QueueArn: 'arn:aws:sqs:us-east-1:123456789012:q',
};

async function recorded(id: string, semantics: SemanticsOptions): Promise<{ line: string; text: string }> {
  let line = '';
  let text = '';
  const outlet = {
    print: (told: string) => void (line = told),
    write: (_: string, written: string) => void (text = written),
  };
  const chosen = experiments.filter((experiment) => experiment.id === id);
  await recordAws(stack, stubOfAws(semantics), outlet, chosen);
  return { line, text };
}

describe('each experiment tells the values of its knob apart', () => {
  test.each<[string, SemanticsOptions, string]>([
    ['X1a', { documents: 'mergeBisected' }, 'semantics.documents is "mergeBisected"'],
    ['X1a', { documents: 'onePerBatch' }, 'semantics.documents is "onePerBatch"'],
    ['X1b', { documents: 'mergeBisected' }, 'semantics.documents is "mergeBisected"'],
    ['X1b', { documents: 'onePerBatch' }, 'semantics.documents is "onePerBatch"'],
    ['X1c', { documents: 'mergeBisected' }, 'semantics.documents is "mergeBisected"'],
    ['X1c', { documents: 'onePerBatch' }, 'semantics.documents is "onePerBatch"'],
    ['X2', {}, 'semantics.batchingWindowStart is "firstRecordOrPreviousCall"'],
    ['X2', { batchingWindowStart: 'previousCall' }, 'semantics.batchingWindowStart is "previousCall"'],
    ['X3', {}, 'semantics.stateOfPartialReport is "used"'],
    ['X3', { stateOfPartialReport: 'ignored' }, 'semantics.stateOfPartialReport is "ignored"'],
    ['X4', {}, 'semantics.suffixTopUp is false'],
    ['X4', { suffixTopUp: true }, 'semantics.suffixTopUp is true'],
    ['X6', {}, 'semantics.idleWindowCloseMs is 120000'],
    ['X6', { idleWindowCloseMs: Infinity }, 'no final call came in 15 minutes'],
    ['X8a', {}, 'semantics.finalCallOfEmptyWindow is "sent"'],
    ['X8a', { finalCallOfEmptyWindow: 'skipped' }, 'semantics.finalCallOfEmptyWindow is "skipped"'],
    ['X8b', {}, 'semantics.windowAcrossDisable is "kept"'],
    ['X8b', { windowAcrossDisable: 'replayed' }, 'semantics.windowAcrossDisable is "replayed"'],
    ['X8b', { windowAcrossDisable: 'replayedOntoState' }, 'semantics.windowAcrossDisable is "replayedOntoState"'],
    ['X9', {}, 'semantics.backoff is {"firstMs":200,"factor":2,"maxMs":60000}'],
    ['X10a', {}, 'semantics.stateLimitBytes is "1048576 or more"'],
    ['X10b', {}, 'semantics.stateLimitBytes is "below 1048577"'],
  ])('%s with %j', async (id, semantics, told) => {
    expect((await recorded(id, semantics)).line).toContain(told);
  });
});

test('every experiment is for a knob that there is, and each has its line in the page and its row in BEHAVIOURS', () => {
  const page = readFileSync(join(__dirname, '../../docs/recording-aws.md'), 'utf8');
  const rows = readFileSync(join(__dirname, '../../docs/BEHAVIOURS.md'), 'utf8').split('\n');

  for (const { id, knob } of experiments) {
    expect(Object.keys(defaultSemantics)).toContain(knob);
    expect(page).toContain(`| ${id} |`);
    expect(rows.filter((row) => row.includes(`\`${knob}\``) && row.includes(id))).not.toEqual([]);
  }
});

test('a capture is a case of the conformance kit', async () => {
  const { text } = await recorded('X4', {});
  const written = JSON.parse(text) as Record<string, object>;
  const cases = readFileSync(join(__dirname, '../conformance/cases/mapping.json'), 'utf8');
  const [known] = (JSON.parse(cases) as { cases: readonly Record<string, object>[] }).cases;

  for (const name of Object.keys(known ?? {})) expect(Object.keys(written)).toContain(name);
  expect(written['expected']).toMatchObject({
    invocations: [
      ['1001', '1002', '1003'],
      ['1002', '1003'],
      ['1004', '1005', '1006'],
      ['1007', '1008', '1009'],
    ],
  });
  expect(written['handler']).toEqual([
    { when: { contains: ['1002'], callIndexLte: 1 }, do: 'reportContained', seqs: ['1002'] },
    { do: 'respond', body: {} },
  ]);
});

test('a mapping is deleted when its experiment fails, and one that never gets ready is named', async () => {
  const aws = stubOfAws({});
  const deleted: string[] = [];
  const stuck = {
    ...aws,
    stateOf: async () => 'Creating',
    deleteMapping: async (uuid: string) => void deleted.push(uuid),
  };
  const [first] = experiments;
  if (first === undefined) throw new Error('there are no experiments');

  await expect(runExperiment(first, stack, stuck)).rejects.toThrow('is Creating after 15 minutes');
  expect(deleted).toEqual(['the-mapping']);
});

test('the clients of the SDK are asked for what AWS has, page by page', async () => {
  const sent: string[] = [];
  const answers: Record<string, object[]> = {
    CreateEventSourceMappingCommand: [{ UUID: 'u' }],
    GetEventSourceMappingCommand: [{ State: 'Enabled' }],
    FilterLogEventsCommand: [{ events: [{ message: 'a' }], nextToken: 't' }, { events: [{ message: 'b' }] }],
    ReceiveMessageCommand: [{ Messages: [{ Body: 'one', ReceiptHandle: 'r' }] }, {}],
  };
  const client = {
    send: async (command: { constructor: { name: string }; input: object }) => {
      sent.push(`${command.constructor.name} ${JSON.stringify(command.input)}`);
      return answers[command.constructor.name]?.shift() ?? {};
    },
  };
  const clients: Clients = { dynamodb: client, lambda: client, sqs: client, logs: client };
  const aws = sdkPort(clients, { TableName: 't', FunctionName: 'f', QueueUrl: 'q' });

  await aws.put({ id: { S: 'a' } });
  expect(await aws.createMapping({ BatchSize: 3 })).toBe('u');
  expect(await aws.stateOf('u')).toBe('Enabled');
  await aws.setEnabled('u', false);
  expect(await aws.messages(5)).toEqual(['a', 'b']);
  expect(await aws.documents()).toEqual(['one']);
  await aws.deleteMapping('u');

  expect(sent).toContain('PutItemCommand {"TableName":"t","Item":{"id":{"S":"a"}}}');
  expect(sent).toContain('UpdateEventSourceMappingCommand {"UUID":"u","Enabled":false}');
  expect(sent).toContain('DeleteMessageCommand {"QueueUrl":"q","ReceiptHandle":"r"}');
  expect(sent.at(-1)).toBe('DeleteEventSourceMappingCommand {"UUID":"u"}');
});
