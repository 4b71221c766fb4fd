import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import schema from '../../replay.schema.json' with { type: 'json' };
import { main } from '../../src/main.ts';
import { line, temporaryFile } from '../temporaryFiles.ts';
import { rememberingTerminal } from '../rememberingTerminal.ts';

const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false }).compile(
  schema,
);
const recording = () => temporaryFile('r.ndjson', `${line(1, 'a')}\n${line(2, 'b')}\n`);

async function printed(flags: readonly string[], handler: () => unknown = succeeds) {
  const terminal = rememberingTerminal();
  const files = [recording(), ...(flags.includes('two') ? [recording()] : [])];
  const args = ['replay', ...files, '--handler', 'h.ts', '--json', ...flags.filter((flag) => flag !== 'two')];
  await main(args, terminal, { loadHandler: async () => handler });
  return JSON.parse(terminal.stdout);
}

const succeeds = async () => undefined;
const throws = async () => {
  throw new Error('no');
};

describe('what --json prints is what replay.schema.json says', () => {
  test.each<[string, readonly string[], () => unknown]>([
    ['when all is well', [], succeeds],
    ['of several files', ['two'], succeeds],
    ['with a trace and a fault', ['--trace', '--fault', 'throttle@1'], succeeds],
    ['when records are lost', ['--set', 'MaximumRetryAttempts=1'], throws],
    ['when a day of retries passes', [], throws],
    [
      'when a report is malformed',
      ['--set', 'FunctionResponseTypes=ReportBatchItemFailures'],
      () => ({ batchItemFailures: 7 }),
    ],
    ['with a window', ['--set', 'TumblingWindowInSeconds=60'], async () => ({ state: {} })],
    [
      'with a destination and bisect',
      [
        '--set',
        'MaximumRetryAttempts=0',
        '--set',
        'BisectBatchOnFunctionError=true',
        '--set',
        'DestinationConfig={"OnFailure":{"Destination":"arn:aws:sqs:eu-west-1:123456789012:failures"}}',
        '--start-at',
        '2026-09-21T15:00:00Z',
      ],
      throws,
    ],
  ])('%s', async (_, flags, handler) => {
    const result = await printed(flags, handler);

    validate(result);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('and nothing else', async () => {
    const { events: _, ...result } = await printed([]);

    expect(validate(result)).toBe(false);
    expect(validate({ ...result, events: [], more: 1 })).toBe(false);
  });
});

test('the events that the result refers to are in it', async () => {
  const { events, findings, discarded } = await printed(['--set', 'MaximumRetryAttempts=1'], throws);

  const [finding] = findings;
  expect(finding.eventIndexes.map((index: number) => events[index].type)).toContain('recordsDiscarded');
  expect(events[discarded[0].life[0].eventIndex]).toMatchObject({ type: 'recordsRead', sequenceNumbers: ['1'] });
});
