import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { main } from '../../src/main.ts';
import { writeWhole } from '../../src/shell/outputFile.ts';
import { line, temporaryFile, temporaryFolder } from '../temporaryFiles.ts';
import { rememberingTerminal } from '../rememberingTerminal.ts';

/** The command as a process, from its sources. */
const tsx = pathToFileURL(createRequire(__filename).resolve('tsx')).href;
const millrace = [
  process.execPath,
  '--conditions=@millrace/source',
  '--import',
  tsx,
  join(__dirname, '../../src/bin.ts'),
];
const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(' ');

jest.setTimeout(60_000);

describe('a line is written whole or not at all', () => {
  /** A disk of so many bytes, that takes at most three at once. */
  function disk(space: number) {
    let content = '';
    return {
      read: () => content,
      write: (bytes: Uint8Array, from: number) => {
        const some = Buffer.from(bytes)
          .subarray(from, Math.min(from + 3, from + space - content.length))
          .toString();
        if (some === '') throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
        content += some;
        return some.length;
      },
      truncate: (size: number) => {
        content = content.slice(0, size);
      },
      size: () => content.length,
    };
  }

  test.each(Array.from({ length: 21 }, (_, space) => space))('on a disk with %i bytes left', (space) => {
    const file = disk(space);
    let isFull = false;
    for (const text of ['first\n', 'second\n', 'third\n']) {
      try {
        writeWhole(file, text);
      } catch {
        isFull = true;
        break;
      }
    }

    expect(file.read()).toMatch(/^(first\n(second\n(third\n)?)?)?$/);
    expect(isFull).toBe(space < 19);
  });

  test('a replay whose report does not fit: 1, a sentence, and nothing of it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-full-'));
    const recording = temporaryFile(
      'r.ndjson',
      Array.from({ length: 40 }, (_, index) => line(index + 1, 'a')).join('\n'),
    );
    const handler = temporaryFile('handler.mjs', 'export const handler = async () => undefined;');
    const args = ['replay', recording, '--handler', handler, '--json'];
    // A limit on the size of files is what a full disk is to a process; in blocks of 512 bytes.
    const words = quoted([...millrace, ...args]);

    const run = spawnSync('sh', ['-c', `ulimit -f 1; exec ${words} > ${folder}/report.json`], { encoding: 'utf8' });
    const written = readFileSync(join(folder, 'report.json'), 'utf8');
    rmSync(folder, { recursive: true });

    expect(run).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^millrace: Standard output cannot be written to: EFBIG/),
    });
    expect(run.stderr).not.toContain('    at ');
    expect(written).toBe('');
  });

  const toFullDevice = existsSync('/dev/full') ? describe : describe.skip;

  toFullDevice('what is written to a full disk ends each command with 1 and a sentence', () => {
    const records = Array.from({ length: 9 }, (_, index) => line(index + 1, 'a')).join('\n');
    const files = temporaryFolder({
      'r.ndjson': records,
      'handler.mjs': 'export const handler = async () => undefined;',
      'mapping.json':
        '{ "StartingPosition": "TRIM_HORIZON", "FilterCriteria": { "Filters": [{ "Pattern": "{\\"eventName\\":[\\"INSERT\\"]}" }] } }',
      'failing.json': '{ "StartingPosition": "TRIM_HORIZON", "MaximumRetryAttempts": 0 }',
    });
    const full = /^millrace: \S+( \S+)* cannot be written( to)?: ENOSPC: [^\n]+\n$/;

    test.each([
      '--help',
      'replay r.ndjson --handler handler.mjs',
      'replay r.ndjson --handler handler.mjs --json',
      'filter r.ndjson --mapping mapping.json',
      'explore r.ndjson --handler handler.mjs --mapping failing.json --runs 1',
      'check handler.mjs --records r.ndjson --mapping failing.json --budget 1',
      'check handler.mjs --records r.ndjson --mapping failing.json --budget 1 --baseline /dev/full --update-baseline',
    ])('%s', (words) => {
      const run = spawnSync('sh', ['-c', `exec ${quoted(millrace)} ${words} > /dev/full`], {
        cwd: files,
        encoding: 'utf8',
      });

      expect(run).toMatchObject({ status: 1, stderr: expect.stringMatching(full) });
    });
  });

  test('a file that does not fit stays what it was', () => {
    const source = `import { writeFileWhole } from ${JSON.stringify(join(__dirname, '../../src/shell/writeFileWhole.ts'))};
      writeFileWhole(process.argv[2], 'short');
      try { writeFileWhole(process.argv[2], 'long '.repeat(1000)); } catch (error) { console.log(error.message); }`;
    const folder = temporaryFolder({ 'write.mts': source });

    const [node, ...flags] = millrace.slice(0, -1);
    const words = quoted([
      ...(node === undefined ? [] : [node]),
      ...flags,
      join(folder, 'write.mts'),
      join(folder, 'file'),
    ]);
    const { stdout } = spawnSync('sh', ['-c', `ulimit -f 1; exec ${words}`], { encoding: 'utf8' });

    expect(stdout).toMatch(/file cannot be written: EFBIG: .* It is what it was before\.\n$/);
    expect(readdirSync(folder)).toEqual(['file', 'write.mts']);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('short');
  });
});

describe('no control character gets to the terminal', () => {
  // Some options name a file that is written, and `explore` remembers what it found where it runs.
  const before = process.cwd();
  beforeAll(() => process.chdir(temporaryFolder({})));
  afterAll(() => process.chdir(before));

  const evil = '\u001b]0;owned\u0007\u009b31m\u007f\u202e';
  const shown = String.raw`\u001b]0;owned\u0007\u009b31m\u007f\u202e`;

  async function inProcess(args: readonly string[], handler: () => unknown = async () => undefined) {
    const terminal = rememberingTerminal();
    const code = await main(args, terminal, { loadHandler: async () => handler });
    return { code, stdout: terminal.stdout, stderr: terminal.stderr };
  }
  const hasOrders = (text: string) => /[\p{Cc}\p{Bidi_Control}]/u.test(text.replaceAll(/[\n\t]/g, ''));
  const recording = () => temporaryFile('r.ndjson', line(1, evil));
  const throws = async () => {
    throw new Error(evil);
  };

  test.each<[string, () => readonly string[]]>([
    ['of data and errors', () => ['replay', recording(), '--handler', 'h.ts', '--set', 'MaximumRetryAttempts=0']],
    [
      'of data, as JSON',
      () => ['replay', recording(), '--handler', 'h.ts', '--set', 'MaximumRetryAttempts=0', '--json'],
    ],
    [
      'in the whole trace',
      () => ['replay', recording(), '--handler', 'h.ts', '--set', 'MaximumRetryAttempts=0', '--trace'],
    ],
    ['of the name of a handler', () => ['replay', recording(), '--handler', `${evil}.ts`]],
    ['of a recording that is none', () => ['replay', temporaryFile('r.ndjson', evil), '--handler', 'h.ts']],
    ['of a file that is not there', () => ['replay', evil, '--handler', 'h.ts']],
    ['of a parameter', () => ['replay', recording(), '--handler', 'h.ts', '--set', `${evil}=1`]],
    ['of a value', () => ['replay', recording(), '--handler', 'h.ts', '--set', `FunctionName=${evil}`]],
    ['of an unknown option', () => ['capture', `--${evil}`]],
    ['of an unknown command', () => [evil]],
  ])('%s', async (_, args) => {
    const { stdout, stderr } = await inProcess(args(), throws);

    expect(hasOrders(stdout + stderr)).toBe(false);
    expect(stdout + stderr).toContain(shown.slice(0, 12));
  });

  const stream = { arn: 'arn:aws:dynamodb:eu-west-1:1:table/T/stream/1' };
  const template = () =>
    temporaryFile(
      'template.json',
      JSON.stringify({
        Resources: {
          [evil]: {
            Type: 'AWS::Lambda::Function',
            Properties: { Handler: evil, Runtime: 'nodejs22.x', FunctionName: evil },
          },
          [`${evil}2`]: {
            Type: 'AWS::Lambda::EventSourceMapping',
            Properties: { FunctionName: { Ref: evil }, EventSourceArn: stream.arn, StartingPosition: evil },
          },
          [`${evil}3`]: {
            Type: 'AWS::Lambda::EventSourceMapping',
            Properties: { FunctionName: { Ref: evil }, EventSourceArn: { Ref: evil }, StartingPosition: 'LATEST' },
          },
        },
      }),
    );
  const filtering = () =>
    temporaryFile(
      'mapping.json',
      JSON.stringify({
        StartingPosition: 'TRIM_HORIZON',
        FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ dynamodb: { Keys: { [evil]: { S: [evil] } } } }) }] },
      }),
    );

  /** What each command is asked for besides the option that is tried; nothing of it leaves the machine. */
  const commands: Readonly<Record<string, () => readonly string[]>> = {
    capture: () => ['--table', 'T', '--endpoint', 'http://127.0.0.1:1'],
    check: () => ['no-such-handler.ts'],
    explore: () => [recording(), '--handler', 'no-such-handler.ts', '--runs', '1'],
    filter: () => [recording(), '--mapping', filtering()],
    replay: () => [recording(), '--handler', 'h.ts', '--set', 'MaximumRetryAttempts=0'],
  };

  test('each command is tried', async () => {
    const { stdout } = await inProcess(['--help']);

    const named = [...stdout.slice(stdout.indexOf('Commands:')).matchAll(/^ {2}(\w+) \[/gm)].map(([, name]) => name);
    expect(named.filter((name) => name !== 'help').toSorted()).toEqual(Object.keys(commands));
  });

  test.each(Object.keys(commands))('of any option of %s, of its arguments and of an unknown option', async (name) => {
    const { stdout: help } = await inProcess([name, '--help']);
    const options = [...help.matchAll(/^ {2}(--[\w-]+) [<[]/gm)].flatMap(([, option]) => option ?? []);
    const usual = commands[name]?.() ?? [];
    const tried = [
      ...options.map((option) => [...usual, option, evil]),
      // These two start a process for each.
      ...(name === 'check' || name === 'explore' ? [] : [`${evil}=${evil}`, template()]).flatMap((value) =>
        options.map((option) => [...usual, option, value]),
      ),
      [...usual, '--mapping', template()],
      [...usual, `--${evil}`],
      [...usual, evil, evil],
      [evil],
      [temporaryFile(`${evil}.json`, evil)],
    ].map((args) => [name, ...args]);

    const raw: string[] = [];
    for (const args of tried) {
      const { stdout, stderr } = await inProcess(args, throws);
      if (hasOrders(stdout + stderr)) raw.push(JSON.stringify({ args, stdout, stderr }));
    }

    expect(options.length).toBeGreaterThan(1);
    expect(raw).toEqual([]);
  });

  test('JSON means the same as before', async () => {
    const flags = ['--handler', 'h.ts', '--set', 'MaximumRetryAttempts=0', '--json'];

    const { stdout } = await inProcess(['replay', recording(), ...flags], throws);

    const [{ records }] = JSON.parse(stdout).discarded;
    expect(JSON.parse(records[0].itemKey)).toEqual({ id: { S: evil } });
  });

  test('a long argument is not repeated in full', async () => {
    const { code, stderr } = await inProcess(['x'.repeat(100_000)]);

    expect(code).toBe(2);
    expect(stderr.length).toBeLessThan(1000);
    expect(stderr).toContain('(100000 characters)');
  });
});
