import { writeSync } from 'node:fs';
import { format } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { attemptFaults } from '@millrace/simulator';
import { main } from '../../src/main.ts';
import { errorInLog } from '../../src/replay/loggedErrors.ts';
import { line, temporaryFile } from '../temporaryFiles.ts';
import { rememberingTerminal } from '../rememberingTerminal.ts';

// When a replay fails, and what it says: only what it knows.

const destination = 'DestinationConfig={"OnFailure":{"Destination":"arn:aws:sqs:eu-west-1:123456789012:failures"}}';
const toQueue = ['--set', 'MaximumRetryAttempts=1', '--set', destination];
const recording = (count = 2) =>
  temporaryFile('r.ndjson', Array.from({ length: count }, (_, index) => line(index + 1, `i${index + 1}`)).join('\n'));
type Handler = (event: unknown, context: unknown) => unknown;

async function millrace(args: readonly string[], handler: Handler = async () => undefined) {
  const terminal = rememberingTerminal();
  const code = await main(['replay', ...args, '--handler', 'h.ts'], terminal, { loadHandler: async () => handler });
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

const fails =
  (message: string): Handler =>
  async () => {
    throw new Error(message);
  };
const onlyFirst: Handler = async (event) => {
  if (!JSON.stringify(event).includes('"i1"')) throw new Error('only the first');
};

describe('a run in which nothing succeeded is a failed run, destination or not', () => {
  class Handlers {
    handle(): void {}
  }

  test.each<[string, Handler, RegExp]>([
    ['an unset variable', fails('MY_TABLE is not set'), /each of the 4 calls failed with Error: MY_TABLE is not set\./],
    ['no region', fails('Region is missing'), /Error: Region is missing\. Set AWS_REGION/],
    ['no credentials', fails('Could not load credentials from any providers'), /test doubles .*--import <file>/],
    ['nothing that listens', fails('connect ECONNREFUSED 127.0.0.1:8000'), /start it, or load test doubles/],
    [
      'a class',
      Handlers as never,
      /Class constructor Handlers cannot be invoked .* The export is a class: name an export/,
    ],
    [
      'different reasons',
      async () => Promise.reject(new Error(String(Math.random()))),
      /Nothing succeeded: every call failed\./,
    ],
  ])('%s', async (_, handler, text) => {
    const run = await millrace([recording(), ...toQueue], handler);

    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/Problems:\n {2}- Nothing succeeded/);
    expect(run.stdout).toMatch(text);
  });

  test('a variable that the handler asked for and that nobody set is named', async () => {
    const handler = async () => {
      const { MILLRACE_TEST_TABLE } = process.env;
      return (MILLRACE_TEST_TABLE as unknown as string).length;
    };

    const run = await millrace([recording(), ...toQueue], handler);

    expect(run.stdout).toContain('Environment  not set, and the handler asked for MILLRACE_TEST_TABLE\n');
    expect(run.stdout).toContain('It asked for MILLRACE_TEST_TABLE, which is not set: MILLRACE_TEST_TABLE=… millrace');
  });

  test('an attempt that was never taken', async () => {
    const run = await millrace([
      recording(1),
      '--set',
      'MaximumRetryAttempts=0',
      '--fault',
      'throttle@1',
      '--fault',
      'throttle@2',
    ]);

    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('1 processed') });
  });
});

test('records that were given up to a destination are no failure while others are processed', async () => {
  const run = await millrace([recording(), ...toQueue], onlyFirst);

  expect(run.code).toBe(0);
  expect(run.stdout).toContain(
    "\n\nLambda counts every other record as processed. Each item's records came in their order. Nothing was seen to leave the handler.\n",
  );
});

describe('--fail-on', () => {
  test.each<[string[], number, string]>([
    [['discard'], 1, '  - 1 record was given up (--fail-on discard).\n'],
    [['retry'], 1, '  - 2 attempts failed (--fail-on retry).\n'],
    [['warning'], 0, 'Lambda counts every other record'],
    [['discard', 'retry'], 1, '(--fail-on discard).\n  - 2 attempts failed (--fail-on retry).\n'],
    [['never'], 0, 'Lambda counts every other record'],
  ])('%j of a run that gives one record up', async (choices, code, text) => {
    const flags = choices.flatMap((choice) => ['--fail-on', choice]);

    const run = await millrace([recording(), ...toQueue, ...flags], onlyFirst);

    expect(run).toMatchObject({ code, stdout: expect.stringContaining(text) });
  });

  test('warning: 1 where there is one', async () => {
    expect(await millrace([recording(), '--fail-on', 'warning'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('1 warning was given (--fail-on warning).'),
    });
  });

  test('never: 0, also where there are problems, which are told', async () => {
    const run = await millrace([recording(), '--set', 'MaximumRetryAttempts=0', '--fail-on', 'never'], fails('no'));

    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('Problems:') });
  });

  test.each([
    [['sometimes'], /Give one of discard, retry, warning, never/],
    [['never', 'retry'], /never stands alone/],
    [['retry', 'never'], /never stands alone/],
  ])('%j is refused', async (choices, message) => {
    const run = await millrace([recording(), ...choices.flatMap((choice) => ['--fail-on', choice])]);

    expect(run).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  });
});

describe('errors that are logged in calls that succeed', () => {
  const logging =
    (log: () => void): Handler =>
    async () =>
      log();

  test.each<[string, () => void, string]>([
    ['console.error', () => console.error('no mail for', { id: 1 }), 'no mail for { id: 1 }'],
    ['console.error of an error', () => console.error(new Error('swallowed')), 'Error: swallowed'],
    [
      'console.log of an error behind words',
      () => process.stdout.write(`${format('Failed to book', new TypeError('no total'))}\n`),
      'Failed to book TypeError: no total',
    ],
    [
      'JSON of a logger on standard output',
      () => process.stdout.write('{"level":"ERROR","message":"no ledger"}\n'),
      'no ledger',
    ],
    ['pino on a descriptor', () => void writeSync(1, '{"level":50,"msg":"no ledger"}\n'), 'no ledger'],
    [
      'bytes, in two pieces',
      () => {
        process.stdout.write(Buffer.from('{"level":"ERROR",'));
        process.stdout.write(Buffer.from('"message":"no ledger"}\n'));
      },
      'no ledger',
    ],
    [
      'an indented JSON',
      () => process.stdout.write('{\n  "level": "ERROR",\n  "message": "no ledger"\n}\n'),
      'no ledger',
    ],
    [
      'pino',
      () => process.stdout.write('{"level":50,"msg":"no ledger","err":{"message":"refused"}}\n'),
      'no ledger: refused',
    ],
  ])('%s are named, and the verdict says it', async (_, log, text) => {
    const silent = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const console = jest.spyOn(globalThis.console, 'error').mockReturnValue(undefined);

    const run = await millrace([recording(), '--set', 'MaximumRetryAttempts=0', '--set', destination], logging(log));
    const asked = await millrace(
      [recording(), '--set', 'MaximumRetryAttempts=0', '--set', destination, '--fail-on', 'warning'],
      logging(log),
    );

    silent.mockRestore();
    console.mockRestore();
    expect(run.code).toBe(0);
    expect(run.stdout).toContain(`Logged       ${text} (in invocation 0, which succeeded, 2 times)\n`);
    expect(run.stdout).toContain('But 2 calls that succeeded logged errors.\n');
    expect(asked.code).toBe(1);
  });

  test('those of calls that fail are no news', async () => {
    const silent = jest.spyOn(globalThis.console, 'error').mockReturnValue(undefined);

    const run = await millrace([recording(), ...toQueue], async (event, context) => {
      if (!JSON.stringify(event).includes('"i1"')) console.error('about to fail');
      return onlyFirst(event, context);
    });

    silent.mockRestore();
    expect(run.stdout).not.toContain('Logged');
  });

  test.each([
    ['{"level":"error","message":"m","error":"e"}', 'm: e'],
    ['{"severity":"CRITICAL","message":"m"}', 'm'],
    ['{"level":"info","message":"Error: none"}', undefined],
    ['{"level":30}', undefined],
    ['2026-11-28T10:00:00.000Z\tc67\tERROR\tno table', 'no table'],
    ['2026-11-28T10:00:00.000Z\tc67\tINFO\tno table', undefined],
    ['ResourceNotFoundException: no table', 'ResourceNotFoundException: no table'],
    ['TypeError [ERR_X]: no', 'TypeError [ERR_X]: no'],
    ['{"log.level":"error","message":"m"}', 'm'],
    ['{"severityText":"ERROR","message":"m"}', 'm'],
    ['{"lvl":"ERROR","m":"m"}', 'm'],
    ['{"msg":"m","error":{"message":"e","stack":"Error: e"}}', 'm: e'],
    ['{"msg":"m","error":{"count":1}}', undefined],
    ['{\n  "level": "ERROR",\n  "message": "m"\n}', 'm'],
    ['error: no table {"service":"x"}', 'no table {"service":"x"}'],
    ['\u001B[31merror\u001B[39m: no table', 'no table'],
    ['[2026-11-29T13:00:00.000] [ERROR] default - no table', 'default - no table'],
    ['2026-11-29T13:00:00.000Z [error]: no table', 'no table'],
    ['[INFO] error: none', undefined],
    ['Errors: 0', undefined],
    ['all is well', undefined],
    ['{"level":', undefined],
  ])('%s', (text, error) => {
    expect(errorInLog(text)).toBe(error);
  });
});

describe('no advice to set what is set', () => {
  test('retention', async () => {
    const run = await millrace([recording(), '--set', destination], fails('no'));

    expect(run.stdout).toMatch(
      /outlived the stream's retention.* Set MaximumRetryAttempts or MaximumRecordAgeInSeconds\.\n/,
    );
  });
});

describe('a handler that says that records failed, and is not heard, is a failed run', () => {
  test.each<[string, () => unknown]>([
    ['a misspelt key', async () => ({ batch_item_failures: [{ itemIdentifier: '1' }] })],
    ['what Promise.allSettled came to', async () => Promise.allSettled([Promise.reject(new Error('no'))])],
    ['a status of API Gateway', async () => ({ statusCode: 500 })],
    ['a returned error', async () => new Error('no')],
    ['a generator', async function* () {}],
  ])('%s', async (_, handler) => {
    const run = await millrace([recording()], handler);

    expect(run).toMatchObject({ code: 1, stdout: expect.stringContaining('Problems:\n  - The handler ') });
  });

  test('a report without a promise, before nodejs24.x', async () => {
    const handler = (): unknown => ({ batchItemFailures: [{ itemIdentifier: '1' }] });

    expect(await millrace([recording(), '--runtime', 'nodejs22.x'], handler)).toMatchObject({ code: 1 });
  });
});

describe('--fault and --trace', () => {
  test.each([
    ['throttle@1', /rejected .* attempt 1: throttle/],
    ['serviceError@1', /rejected .* attempt 1: serviceError/],
    ['timeout@2', /invocation 1: timeout/],
    ['crash@1', /invocation 0: functionError Runtime\.ExitError/],
  ])('%s meets that attempt, and the record that then succeeded is seen', async (fault, text) => {
    const run = await millrace([recording(), '--fault', fault, '--trace']);

    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(text);
    expect(run.stdout).toMatch(/attempt 2 .*\n.*success/);
    expect(run.stdout).toContain('2 processed');
  });

  test('redeliver@1: the batch succeeds, and comes again', async () => {
    const run = await millrace([recording(), '--fault', 'redeliver@1', '--trace']);

    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('2 processed') });
    expect(run.stdout).toMatch(/invocation 0: success.*invocation 1: \[1\] .*redelivery.*invocation 1: success/s);
  });

  test('every fault of an attempt that the simulator knows has its name here', async () => {
    for (const name of attemptFaults) {
      const run = await millrace([recording(), '--fault', `${name}@1`, '--fail-on', 'warning', '--fail-on', 'retry']);
      expect([name, run.code]).toEqual([name, 1]);
    }
  });

  test.each([
    ['answerLost@1.1', /invocation 0: functionError/],
    ['refuse@1.1', /invocation 0: functionError/],
    ['throttle@1.1', /invocation 0: functionError/],
    ['timeout@1.1', /invocation 0: functionError/],
    ['crashBefore@1.1', /invocation 0: functionError/],
    ['crashDuring@1.1', /invocation 0: functionError/],
    ['crashAfter@1.1', /invocation 0: functionError/],
  ])('%s meets the first effect of that attempt', async (fault, text) => {
    const charge: Handler = async () => {
      const { ok } = await fetch('https://api.example.com/charge', { method: 'POST', body: 'x' });
      if (!ok) throw new Error('not charged');
    };
    const run = await millrace([recording(), '--fault', fault, '--trace'], charge);

    expect(run.stdout).toMatch(text);
    expect(run.stdout).toContain('2 processed');
  });

  test('a fault of an effect is refused where nobody sees effects', async () => {
    expect(await millrace([recording(), '--fault', 'answerLost@1.1', '--no-effects'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--fault answerLost@1.1 is a fault of an effect, and with --no-effects'),
    });
  });

  test('a fault that met nothing is a warning', async () => {
    expect(await millrace([recording(), '--fault', 'throttle@3', '--fail-on', 'warning'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('--fault throttle@3 met nothing: the run had 2 attempts.'),
    });
  });

  test.each([['throttle'], ['throttle@0'], ['slow@1'], ['@1'], ['throttle@1.0'], ['answerLost@1'], ['crash@1.1']])(
    '%s is refused',
    async (fault) => {
      const run = await millrace([recording(), '--fault', fault]);

      expect(run).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('Write throttle, serviceError, timeout, crash, redeliver, then @'),
      });
    },
  );

  test('two faults of one attempt are refused', async () => {
    expect(await millrace([recording(), '--fault', 'crash@1', '--fault', 'timeout@1'])).toMatchObject({ code: 2 });
  });
});
