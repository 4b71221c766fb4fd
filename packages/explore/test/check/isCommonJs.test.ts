import { expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCommonJs } from '../../src/check/isCommonJs.ts';
import { pastedTest } from '../../src/check/pastedTest.ts';

test.each([
  ['a.cjs', '', '{}', true],
  ['a.mjs', '', '{}', false],
  ['a.ts', 'exports.handler = 1;', '{}', false],
  ['a.js', 'exports.handler = async () => {};', '{"name":"a"}', true],
  ['a.js', 'exports.handler = async () => {};', '{"type": "module"}', false],
  ['a.js', "import x from 'x';\nexport const handler = x;", '{}', false],
])('%s with %j beside %s is CommonJS: %j', (name, text, manifest, isOne) => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'));
  writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'package.json'), manifest);

  expect(isCommonJs(`${join(folder, name)}#handler`)).toBe(isOne);
});

test('the test to paste into such a project requires', () => {
  const options = { handler: 'src/app.js#handler', keys: { id: 'S' } } as const;

  expect(pastedTest('skipsRecords', options, true)).toMatch(
    /^const \{ checkUp \} = require\('@millrace\/explore\/check'\);/,
  );
  expect(pastedTest('skipsRecords', options)).toMatch(/^import \{ checkUp \} from '@millrace\/explore\/check';/);
});
