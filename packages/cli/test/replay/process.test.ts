import { type ChildProcessWithoutNullStreams, spawn, type SpawnOptionsWithoutStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { line, temporaryFile } from '../temporaryFiles.ts';

// What only a process of its own has: standard input, Ctrl-C, a debugger.

const records = `${line(1, 'a')}\n${line(2, 'b')}\n`;
const works = temporaryFile('works.mjs', 'export const handler = async () => undefined;');

function started(
  args: readonly string[],
  ofNode: readonly string[] = [],
  options: SpawnOptionsWithoutStdio = {},
): ChildProcessWithoutNullStreams {
  const tsx = pathToFileURL(createRequire(__filename).resolve('tsx')).href;
  const command = ['--conditions=@millrace/source', '--import', tsx, join(__dirname, '../../src/bin.ts'), 'replay'];
  return spawn(process.execPath, [...ofNode, ...command, ...args], options);
}

async function ended(child: ChildProcessWithoutNullStreams, input: string | Buffer = '') {
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, stdout, stderr };
}

describe('standard input', () => {
  test.each<[string, string | Buffer]>([
    ['NDJSON', records],
    ['packed with gzip', gzipSync(records)],
    ['UTF-16', Buffer.from(`\uFEFF${records}`, 'utf16le')],
    ['the log of a function', `2026-11-28T10:00:00Z INFO {"Records":[${records.trim().replace('\n', ',')}]}\n`],
  ])('%s', async (_, input) => {
    const run = await ended(started(['-', '--handler', works]), input);

    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('2 in 1 shard: 2 processed') });
  });

  test('among files', async () => {
    const file = temporaryFile('r.ndjson', line(3, 'c'));

    const run = await ended(started(['-', file, '--handler', works]), records);

    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('3 in 1 shard: 3 processed') });
  });

  test('an error names it, and the line', async () => {
    const run = await ended(started(['-', '--handler', works]), `${records}{"eventSource":"aws:sqs"}\n`);

    expect(run).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^millrace: Line 3 of standard input cannot be replayed: it is a message of an SQS/,
      ),
    });
  });

  test('that is empty', async () => {
    expect(await ended(started(['-', '--handler', works]))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('The recording on standard input has no records'),
    });
  });
});

test('Ctrl-C in a slow replay tells what happened so far', async () => {
  const slow = `
    import { setTimeout } from 'node:timers/promises';
    export const handler = async () => {
      process.stderr.write('called\\n');
      await setTimeout(60_000);
    };`;
  const child = started([
    temporaryFile('r.ndjson', records),
    '--handler',
    temporaryFile('slow.mjs', slow),
    '--timeout',
    '900',
  ]);
  child.stderr.on('data', (chunk) => String(chunk).includes('called') && child.kill('SIGINT'));

  const run = await ended(child);

  expect(run.code).toBe(1);
  expect(run.stdout).toContain('The replay was interrupted; this is what happened so far.');
  expect(run.stdout).toContain('Invocations  1');
});

test('a handler that ends its own process fails, and the replay goes on', async () => {
  const ends = `
    const ends = [() => process.abort(), () => process.kill(process.pid), () => process.kill(process.pid, 'SIGKILL'), () => process.reallyExit(0)];
    export const handler = async () => ends.pop()?.();`;
  const file = temporaryFile('r.ndjson', `${line(1, 'a')}\n${line(2, 'b')}\n`);

  const run = await ended(started([file, '--handler', temporaryFile('ends.mjs', ends)]));

  expect(run.stdout).toContain('2 in 1 shard: 2 processed');
  expect(run.stdout).toContain('6: 4 threw, 2 succeeded');
  expect(run.stdout).toContain('The handler called process.reallyExit(0): it ends the process, and the call fails.');
  expect(run.stdout).not.toContain('Logged');
  for (const way of ['reallyExit', 'kill', 'abort'])
    expect(run.stderr).toContain(`process.${way} was called in a handler`);
  expect(run.stderr).toMatch(/The handler called process\.kill\(\d+\), which ends the runtime on Lambda/);
});

test.each<[string, string, RegExp | undefined]>([
  [
    'a listener to the end that says 0',
    `process.on('exit', () => { process.exitCode = 0; }); export const handler = fails;`,
    undefined,
  ],
  [
    'a listener to the end that exits',
    `process.on('exit', () => process.exit(0)); export const handler = fails;`,
    undefined,
  ],
  [
    'a module that awaits for ever',
    `await new Promise(() => {}); export const handler = fails;`,
    /nothing is left that it could wait for[^]*The process ends before the replay does[^]*was being loaded/,
  ],
  [
    'a timer of the module that throws',
    `setTimeout(() => { throw new Error('no db'); }, 20); export const handler = () => new Promise((done) => setTimeout(done, 500));`,
    /The process ends before the replay does[^]*Until then: .* 1 call[^]*no db/,
  ],
])('%s is no good run', async (_, code, said) => {
  const file = temporaryFile('r.ndjson', `${line(1, 'a')}\n`);
  const handler = temporaryFile('h.mjs', `const fails = async () => { throw new Error('x'); };\n${code}`);

  const run = await ended(started([file, '--handler', handler]));

  expect(run.code).toBe(1);
  if (said !== undefined) expect(run.stderr).toMatch(said);
  expect(run.stderr).not.toContain('The process of the replay is gone');
});

test('a loop in a module ends at Ctrl-C, and a guard leaves no file behind, also where all is killed at once', async () => {
  const one = temporaryFile('r.ndjson', line(7, 'a'));
  const loops = temporaryFile(
    'atLoad.mjs',
    'import { writeSync } from "node:fs"; writeSync(2, "called\\n"); for (;;);',
  );
  const folders = ['SIGINT', 'SIGHUP', 'SIGKILL'].map((signal) => ({
    signal,
    folder: mkdtempSync(join(tmpdir(), 'guarded-')),
  }));

  const runs = await Promise.all(
    folders.map(({ signal, folder }) => {
      const child = started([one, '--handler', loops], [], { detached: true, env: { ...process.env, TMPDIR: folder } });
      child.stderr.on('data', (chunk) => String(chunk).includes('called') && process.kill(-(child.pid ?? 0), signal));
      return ended(child);
    }),
  );

  expect(runs[0]?.stderr).toContain('The handler has not let go of the process');
  expect(folders.flatMap(({ folder }) => readdirSync(folder).filter((name) => name.startsWith('millrace')))).toEqual(
    [],
  );
}, 60_000);

test('Ctrl-C ends a replay whose handler is still being loaded, though it hangs', async () => {
  const hangs = temporaryFile(
    'hangs.mjs',
    'console.error("called"); await new Promise(() => setInterval(() => undefined, 1000)); export const handler = () => {};',
  );
  const child = started([temporaryFile('r.ndjson', line(7, 'a')), '--handler', hangs], [], { detached: true });
  child.stderr.on('data', (chunk) => String(chunk).includes('called') && process.kill(-(child.pid ?? 0), 'SIGINT'));

  const run = await ended(child);

  expect(run.code).toBe(2);
  expect(run.stderr).toContain('still being loaded');
  expect(run.stderr).not.toContain('has not let go of the process');
});

test('a guard lets a process be that has heard Ctrl-C and is busy with its report', async () => {
  const guard = pathToFileURL(join(__dirname, '../../src/shell/guard.ts')).href;
  const busy = temporaryFile(
    'busy.mjs',
    `import { startGuard } from ${JSON.stringify(guard)};
    const end = new AbortController();
    const guard = startGuard(end.signal);
    guard.note('busy', Infinity);
    await guard.ready;
    process.once('SIGINT', () => {
      end.abort();
      for (const untilMs = Date.now() + 2600; Date.now() < untilMs; );
      guard.over();
      console.log('told');
      process.exit();
    });
    setInterval(() => undefined, 1000);
    console.error('called');`,
  );
  const tsx = pathToFileURL(createRequire(__filename).resolve('tsx')).href;
  const child = spawn(process.execPath, ['--import', tsx, busy], { detached: true });
  child.stderr.on('data', (chunk) => String(chunk).includes('called') && process.kill(-(child.pid ?? 0), 'SIGINT'));

  expect(await ended(child)).toMatchObject({ code: 0, stdout: 'told\n', stderr: 'called\n' });
});

test('a process that is gone, and one that does not come back from a loop, are told of with how far they were', async () => {
  const one = temporaryFile('r.ndjson', line(7, 'a'));
  const loops = temporaryFile(
    'loops.mjs',
    'import { writeSync } from "node:fs"; export const handler = () => { writeSync(2, "called\\n"); for (;;); };',
  );
  const whenCalled = (child: ChildProcessWithoutNullStreams, act: () => void): ChildProcessWithoutNullStreams => {
    child.stderr.on('data', (chunk) => String(chunk).includes('called') && act());
    return child;
  };
  const gone = started([one, '--handler', loops]);
  // A group of its own, as a terminal gives a command: Ctrl-C reaches both.
  const interrupted = started([one, '--handler', loops, '--timeout', '900'], [], { detached: true });
  const endless = started([one, '--handler', loops, '--real-timeout', '0.01']);

  const [killed, deaf, cutOff] = await Promise.all([
    ended(whenCalled(gone, () => gone.kill('SIGKILL'))),
    ended(whenCalled(interrupted, () => process.kill(-(interrupted.pid ?? 0), 'SIGINT'))),
    ended(endless),
  ]);

  const soFar = /Until then: .*: 1 of 1 records read, 1 call, .* The last call is that of record 7\./;
  for (const run of [killed, deaf, cutOff])
    expect(run).toMatchObject({ code: null, stderr: expect.stringMatching(soFar) });
  expect(killed.stderr).toContain('The process of the replay is gone');
  for (const run of [deaf, cutOff]) expect(run.stderr).toContain('The handler has not let go of the process for');
}, 60_000);

test('with a debugger, no call is cut off', async () => {
  const waits = `
    import { setTimeout } from 'node:timers/promises';
    export const handler = () => setTimeout(1100);`;

  const args = [temporaryFile('r.ndjson', line(1, 'a')), '--handler', temporaryFile('waits.mjs', waits)];
  const run = await ended(started([...args, '--timeout', '1'], ['--inspect=127.0.0.1:0']));

  expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('1: 1 succeeded') });
});
