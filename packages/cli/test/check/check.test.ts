import { describe, expect, jest, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import schema from '../../check.schema.json' with { type: 'json' };
import { main } from '../../src/main.ts';
import { rememberingTerminal } from '../rememberingTerminal.ts';
import { sarifErrors } from './sarifErrors.ts';
import { temporaryFile } from '../temporaryFiles.ts';

jest.setTimeout(600_000);

const skipping = (): string =>
  temporaryFile(
    'first.mjs',
    "export const handler = async ({ Records: [{ dynamodb }] }) => { await fetch('https://api.example.com/' + dynamodb.Keys.id.S, { method: 'PUT' }); };\n",
  );

async function check(...args: readonly string[]) {
  const terminal = rememberingTerminal();
  const code = await main(['check', ...args, '--budget', '600'], terminal);
  return { code, ...terminal, stdout: terminal.stdout, stderr: terminal.stderr };
}

describe('millrace check', () => {
  test('prints a card with what is wrong and what to write, and exits with 1', async () => {
    const { code, stdout } = await check(skipping(), '--key', 'id=S');

    expect(code).toBe(1);
    expect(stdout).toMatch(/checks clean, \d+ not tried[\s\S]*✗ skipsRecords[\s\S]*mend/);
  });

  test('prints JSON that check.schema.json describes', async () => {
    const { stdout } = await check(skipping(), '--key', 'id=S', '--json');

    const validate = new Ajv2020({ allErrors: true }).compile(schema);
    expect(validate(JSON.parse(stdout)) || validate.errors).toBe(true);
  });

  test('prints SARIF and annotations of the same finding', async () => {
    const handler = skipping();

    const sarif = JSON.parse((await check(handler, '--key', 'id=S', '--format', 'sarif')).stdout);
    const github = (await check(handler, '--key', 'id=S', '--format', 'github')).stdout;

    expect(sarifErrors(sarif)).toEqual([]);
    expect(sarif.runs[0].results[0]).toMatchObject({ ruleId: 'skipsRecords' });
    expect(github).toMatch(/^::warning file=.*,line=1,title=millrace skipsRecords::/);
  });

  test('passes over what a baseline knows', async () => {
    const handler = skipping();
    const baseline = join(mkdtempSync(join(tmpdir(), 'millrace-')), 'baseline.json');

    const first = await check(handler, '--key', 'id=S', '--baseline', baseline, '--update-baseline');
    const second = await check(handler, '--key', 'id=S', '--baseline', baseline);

    expect([first.code, second.code]).toEqual([0, 0]);
  });

  test.each([
    ['--seed', 'abc', 'Give a whole number.'],
    ['--timeout', '901', "Give seconds, from 1 to Lambda's 900"],
  ])('%s %s is refused with exit code 2', async (flag, value, message) => {
    const { code, stderr } = await check(skipping(), flag, value);

    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test('exits with 2 when there is nothing to check', async () => {
    const { code, stderr } = await check(mkdtempSync(join(tmpdir(), 'millrace-')));

    expect(code).toBe(2);
    expect(stderr).toMatch(/holds no template/);
  });
});
