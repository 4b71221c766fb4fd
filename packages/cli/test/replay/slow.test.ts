import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { main } from '../../src/main.ts';
import { endlessHint, progressText } from '../../src/replay/progress.ts';
import { line, temporaryFile } from '../temporaryFiles.ts';
import { rememberingTerminal } from '../rememberingTerminal.ts';

// A replay that lasts: what it says meanwhile, and what Ctrl-C does.

const recording = () => temporaryFile('r.ndjson', `${line(1, 'a')}\n${line(2, 'b')}\n`);
type Handler = (event: unknown, context: unknown) => unknown;

async function replayed(handler: Handler, flags: readonly string[] = [], end = new AbortController()) {
  const terminal = { ...rememberingTerminal(), signal: end.signal };
  const code = await main(['replay', recording(), '--handler', 'h.ts', ...flags], terminal, {
    loadHandler: async () => handler,
  });
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

/** Something is left that could answer, so that the call is waited for. */
const kept: NodeJS.Timeout[] = [];
const hangs = () => new Promise(() => kept.push(setInterval(() => undefined, 60_000)));

afterEach(() => kept.splice(0).forEach((timer) => clearInterval(timer)));

test('a handler that hangs for a day is waited for in real time once', async () => {
  const timers = jest.spyOn(process.getBuiltinModule('node:timers'), 'setTimeout');

  const run = await replayed(hangs, ['--timeout', '1', '--set', 'MaximumRetryAttempts=100']);

  const waits = timers.mock.calls.filter(([, ms]) => ms === 1000);
  timers.mockRestore();
  expect(waits).toHaveLength(1);
  expect(run).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('Nothing succeeded: each of the 202 calls timed out.'),
  });
});

test('--real-timeout is how long each call is waited for', async () => {
  const run = await replayed(hangs, ['--real-timeout', '0.002', '--set', 'MaximumRetryAttempts=2']);

  expect(run.stdout).toContain('6 timed out');
});

test('no call that was cut off is said to have taken longer', async () => {
  const run = await replayed(hangs, ['--real-timeout', '0.3', '--set', 'MaximumRetryAttempts=3']);

  expect(run.stdout).toContain('8 timed out');
  expect(run.stderr).not.toContain('The handler has taken');
});

test.each(['0', 'soon', ''])('--real-timeout %j is refused', async (given) => {
  expect(await replayed(hangs, [`--real-timeout=${given}`])).toMatchObject({ code: 2 });
});

describe('Ctrl-C tells what happened so far', () => {
  test('in a call that hangs', async () => {
    const end = new AbortController();
    const handler = () => {
      setImmediate(() => end.abort());
      return hangs();
    };

    const run = await replayed(handler, [], end);

    expect(run.code).toBe(1);
    expect(run.stdout).toContain('The replay was interrupted; this is what happened so far.\nProblems:\n');
    expect(run.stdout).toContain('Invocations  1');
    expect(run.stdout).not.toContain('Nothing succeeded');
  });

  test('between retries of a handler that never waits', async () => {
    const end = new AbortController();
    let calls = 0;
    const handler = (): never => {
      if (++calls === 5) end.abort();
      throw new Error('no');
    };

    const run = await replayed(handler, [], end);

    expect(calls).toBe(5);
    expect(run.stdout).toMatch(/interrupted.*Record 1 of .* is pending/s);
  });

  test('the process gets a turn to hear it, however busy the run is', async () => {
    const end = new AbortController();
    const clock = jest.spyOn(performance, 'now');
    let nowMs = 0;
    clock.mockImplementation(() => (nowMs += 50));
    setImmediate(() => end.abort());

    const run = await replayed(
      () => {
        throw new Error('no');
      },
      [],
      end,
    );

    clock.mockRestore();
    expect(run.stdout).toContain('The replay was interrupted');
  });
});

test('a slow run says how far it is and what makes it last', async () => {
  const clock = jest.spyOn(performance, 'now');
  let nowMs = 0;
  clock.mockImplementation(() => (nowMs += 20));

  const run = await replayed(() => {
    throw new Error('no');
  });

  clock.mockRestore();
  const lines = run.stderr.split('\n').filter((text) => /^millrace: .* records read/.test(text));
  expect(lines.length).toBeGreaterThan(2);
  expect(lines[0]).toMatch(
    /^millrace: 2 s: 2 of 2 records read, \d+ calls, .* of virtual time; record 1 is being tried for the \d+\. time\.$/,
  );
  expect(run.stderr.match(/--set MaximumRetryAttempts=2/g)).toHaveLength(1);
});

test('progress counts no more records than there are, and says nothing of what is not tried again', () => {
  const progress = { realMs: 65_000, virtualMs: 7_200_000, calls: 1448, read: 13, recorded: 12, retried: undefined };

  expect(progressText(progress)).toBe('1 min 5 s: 12 of 12 records read, 1,448 calls, 2 h of virtual time.');
});

test.each([
  [{}, true],
  [{ MaximumRetryAttempts: -1 }, true],
  [{ MaximumRetryAttempts: 9 }, false],
  [{ MaximumRecordAgeInSeconds: 60 }, false],
])('the hint for %j', (mapping, isGiven) => {
  expect(endlessHint(mapping) !== undefined).toBe(isGiven);
});
