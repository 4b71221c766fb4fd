import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { main } from '../../src/main.ts';
import { writeWhole } from '../../src/shell/outputFile.ts';
import { line, temporaryFile } from '../temporaryFiles.ts';
import { rememberingTerminal } from '../rememberingTerminal.ts';

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
    const tsx = pathToFileURL(createRequire(__filename).resolve('tsx')).href;
    const recording = temporaryFile(
      'r.ndjson',
      Array.from({ length: 40 }, (_, index) => line(index + 1, 'a')).join('\n'),
    );
    const handler = temporaryFile('handler.mjs', 'export const handler = async () => undefined;');
    const command = [
      process.execPath,
      '--conditions=@millrace/source',
      '--import',
      tsx,
      join(__dirname, '../../src/bin.ts'),
    ];
    const args = ['replay', recording, '--handler', handler, '--json'];
    // A limit on the size of files is what a full disk is to a process; in blocks of 512 bytes.
    const quoted = [...command, ...args].map((word) => `'${word}'`).join(' ');

    const run = spawnSync('sh', ['-c', `ulimit -f 1; exec ${quoted} > ${folder}/report.json`], { encoding: 'utf8' });
    const written = readFileSync(join(folder, 'report.json'), 'utf8');
    rmSync(folder, { recursive: true });

    expect(run).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^millrace: Standard output cannot be written to: EFBIG/),
    });
    expect(run.stderr).not.toContain('    at ');
    expect(written).toBe('');
  }, 60_000);
});

describe('no control character gets to the terminal', () => {
  const evil = '\u001b]0;owned\u0007\u009b31m\u007f\u202e';
  const shown = String.raw`\u001b]0;owned\u0007\u009b31m\u007f\u202e`;

  async function millrace(args: readonly string[], handler: () => unknown = async () => undefined) {
    const terminal = rememberingTerminal();
    const code = await main(args, terminal, { loadHandler: async () => handler });
    return { code, stdout: terminal.stdout, stderr: terminal.stderr };
  }
  const hasOrders = (text: string) => /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u.test(text.replaceAll(/[\n\t]/g, ''));
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
    const { stdout, stderr } = await millrace(args(), throws);

    expect(hasOrders(stdout + stderr)).toBe(false);
    expect(stdout + stderr).toContain(shown.slice(0, 12));
  });

  test('JSON means the same as before', async () => {
    const flags = ['--handler', 'h.ts', '--set', 'MaximumRetryAttempts=0', '--json'];

    const { stdout } = await millrace(['replay', recording(), ...flags], throws);

    const [{ records }] = JSON.parse(stdout).discarded;
    expect(JSON.parse(records[0].itemKey)).toEqual({ id: { S: evil } });
  });

  test('a long argument is not repeated in full', async () => {
    const { code, stderr } = await millrace(['x'.repeat(100_000)]);

    expect(code).toBe(2);
    expect(stderr.length).toBeLessThan(1000);
    expect(stderr).toContain('(100000 characters)');
  });
});
