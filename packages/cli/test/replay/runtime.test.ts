import { describe, expect, test } from '@jest/globals';
import { main } from '../../src/main.ts';
import { askedRuntime } from '../../src/running/askedRuntime.ts';
import { line, temporaryFile } from '../temporaryFiles.ts';
import { rememberingTerminal } from '../rememberingTerminal.ts';

// The runtime of a replay, and what escapes a handler in it.

const recording = () => temporaryFile('r.ndjson', `${line(1, 'a')}\n`);
type Handler = (event: unknown, context: never, callback: never) => unknown;

async function replayed(handler: Handler, flags: readonly string[] = []) {
  const terminal = rememberingTerminal();
  const args = ['replay', recording(), '--handler', 'h.ts', '--set', 'MaximumRetryAttempts=0', '--json', ...flags];
  const code = await main(args, terminal, { loadHandler: async () => handler as never });
  const { warnings = [], problems = [] } = JSON.parse(terminal.stdout || '{}') as {
    warnings?: readonly { code: string }[];
    problems?: readonly string[];
  };
  return {
    code,
    problems: problems.join('\n'),
    codes: warnings.map((warning) => warning.code),
    stderr: terminal.stderr,
  };
}

describe('--runtime', () => {
  const byCallback = (_event: unknown, _context: unknown, callback: (error: null, answer: string) => void): void =>
    callback(null, 'heard');

  test('says what answers are heard', async () => {
    expect(await replayed(byCallback)).toMatchObject({ code: 0 });
    expect(await replayed(byCallback, ['--runtime', 'nodejs22.x'])).toMatchObject({ code: 0 });
    const refused = await replayed(byCallback, ['--runtime', 'nodejs24.x']);
    expect(refused).toMatchObject({ code: 1, problems: expect.stringContaining('Runtime.CallbackHandlerDeprecated') });
  });

  test('does not give a callback where there is none', async () => {
    const twoParameters = (...[, , callback]: readonly unknown[]): void => (callback as () => void)();

    expect(await replayed(twoParameters, ['--runtime', 'nodejs24.x'])).toMatchObject({
      code: 1,
      problems: expect.stringContaining('callback is not a function'),
    });
  });

  test('is one of those that are simulated', async () => {
    expect(await replayed(byCallback, ['--runtime', 'nodejs16.x'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Allowed choices are nodejs18.x, nodejs20.x, nodejs22.x, nodejs24.x'),
    });
  });

  test('is the template’s otherwise, or the nearest to it, which is said', () => {
    expect(askedRuntime('nodejs20.x')).toEqual({ runtime: 'nodejs20.x' });
    expect(askedRuntime(undefined)).toEqual({});
    expect(askedRuntime('nodejs12.x')).toMatchObject({
      runtime: 'nodejs18.x',
      note: expect.stringContaining('nearest'),
    });
    expect(askedRuntime('nodejs26.x')).toMatchObject({
      runtime: 'nodejs24.x',
      note: expect.stringContaining('nearest'),
    });
    expect(askedRuntime('python3.12')).toEqual({ note: expect.stringContaining('none of Node.js') });
  });
});

describe('nothing escapes a replay', () => {
  const boom: () => unknown = async () => {
    throw new TypeError('boom');
  };

  test.each<[string, Handler, string]>([
    [
      'forEach of an async function',
      (event) => (event as { Records: unknown[] }).Records.forEach(boom),
      'Runtime.ExitError',
    ],
    ['a rejection in a later turn', async () => void setTimeout(() => void boom(), 80), 'TypeError: boom'],
    ['process.exit', async () => process.exit(0), 'Runtime.ExitError'],
  ])('%s: exit code 1, with the call that it came from', async (_, handler, problem) => {
    const run = await replayed(handler);

    expect(run.code).toBe(1);
    expect(run.problems).toContain(problem);
  });

  const hostile = new Proxy({}, new Proxy({}, { get: () => () => void boomNow() }));
  const boomNow = (): never => {
    throw new RangeError('hostile');
  };
  test.each<[string, () => unknown]>([
    ['a name that throws', () => Object.defineProperty(new Error('x'), 'name', { get: boomNow })],
    ['a stack that throws', () => Object.defineProperty(new Error('x'), 'stack', { get: boomNow })],
    ['a hostile proxy', () => hostile],
    ['toJSON that throws', () => Object.assign(new Error('x'), { toJSON: boomNow })],
    ['an object without prototype', () => Object.create(null)],
  ])('%s is a function error', async (_, thrown) => {
    for (const flags of [[], ['--runtime', 'nodejs22.x']]) {
      const run = await replayed(async () => Promise.reject(thrown()), flags);

      expect(run.code).toBe(1);
      expect(run.problems).toContain('Nothing succeeded');
    }
  });
});
