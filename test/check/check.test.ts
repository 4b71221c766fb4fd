import { describe, expect, jest, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { badCases, cases, goodCases, representative } from './cases.ts';
import { codes, type FindingCode } from './checkCase.ts';
import { runCase } from './runCase.ts';

// So long that nothing depends on how fast the machine is.
jest.setTimeout(600_000);

describe('the cases', () => {
  test.each(codes)('%s is the fault of at least two handlers', (code) => {
    expect(badCases.filter((each) => each.codes.includes(code)).length).toBeGreaterThanOrEqual(2);
  });

  test('at least fifteen handlers are good', () => {
    expect(goodCases.length).toBeGreaterThanOrEqual(15);
  });

  test('each is a file of its own', () => {
    expect(cases.filter(({ file }) => !existsSync(`test/check/handlers/${file}`))).toEqual([]);
    expect(new Set(cases.map(({ file }) => file)).size).toBe(cases.length);
  });
});

/** Which tests to paste are run, each a check-up again: a third of them; with `PASTED=all`, all. */
const toPaste = codes.filter((_code, index) => process.env['PASTED'] === 'all' || index % 3 === 0);

// One case of each code and five good ones; `npm run check:proof` takes ten seeds of all.
describe('the check-up finds what is wrong, and nothing else', () => {
  /** A pasted test of each code, by the code. */
  const pasted = new Map<FindingCode, string>();

  test.each(representative)('$file: $codes', async (each) => {
    // Where a module remembers something, each run takes a process of its own: the proof has the time for all of them.
    const lookFor = each.codes.includes('keepsStateBetweenCalls') ? each.codes : undefined;

    const { missed, wrong, tests } = await runCase(each, 1, lookFor);

    for (const [code, text] of Object.entries(tests)) pasted.set(code as FindingCode, text);

    expect({ missed, wrong }).toEqual({ missed: [], wrong: [] });
  });

  test('and the tests to paste fail for the same reason', () => {
    const file = `test/check/pasted-${process.pid}.test.ts`;
    const texts = toPaste.flatMap((code) => pasted.get(code) ?? []);
    const heads = new Set(texts.map((text) => text.split('\n')[0] ?? ''));
    // A handler of CommonJS has a test that requires: in one file, all import.
    const [head] = [...heads].filter((line) => line.startsWith('import '));
    for (const line of heads)
      expect(line).toMatch(/^(?:import .* from |const .* = require\()'@millrace\/explore\/check'/);
    const bodies = texts.map((text) => text.replace(/^.*\n/, '').replaceAll('60_000', '600_000'));
    writeFileSync(file, [head, ...bodies].join('\n'));
    const json = spawnSync('node_modules/.bin/jest', ['--json', '--testMatch', `**/${basename(file)}`], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    }).stdout;
    rmSync(file);

    const told: JestReport = JSON.parse(json);
    const failures = told.testResults.flatMap(({ assertionResults }) => assertionResults);

    expect(new Set(failures.map(({ title }) => /^not (\w+)/.exec(title)?.[1]))).toEqual(new Set(toPaste));
    for (const { status, title, failureMessages } of failures) {
      expect([title, status]).toEqual([title, 'failed']);
      expect(failureMessages.join()).toContain(`"code": "${/^not (\w+)/.exec(title)?.[1]}"`);
    }
  });
});

interface JestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}
