import { expect, test } from '@jest/globals';
import { type FindingCode } from '@millrace/simulator';
import { matchers } from '@millrace/jest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../../..');
const page = readFileSync(join(root, 'docs/matchers.md'), 'utf8');

function blocks(language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\n\`\`\``, 'g'))].map(([, text = '']) => text);
}

test('every snippet of the page is cut from a test that runs', () => {
  const files = ['packages/jest/test/docs/poison.test.ts', 'packages/simulator/test/check/anyFault.test.ts'].map(
    (path) => readFileSync(join(root, path), 'utf8'),
  );

  expect(blocks('ts')).toHaveLength(3);
  expect(blocks('ts').filter((snippet) => !files.some((file) => file.includes(snippet)))).toEqual([]);
});

test('the failure on the page is what the matcher prints', () => {
  const golden = readFileSync(join(root, 'packages/jest/test/golden/settle-no-destination.txt'), 'utf8');

  expect(blocks('text')).toEqual([golden.trimEnd()]);
});

test('the page has a row for each matcher, and for the findings of the first two', () => {
  const codes: readonly FindingCode[] = [
    'pending',
    'lostToRetention',
    'discardedWithoutDestination',
    'documentRefused',
    'windowLost',
    'windowPending',
    'deliveredOutOfOrder',
    'steppedBack',
    'itemInTwoCalls',
  ];

  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const named = (name: string) => rows.some((row) => row.includes(`\`${name}`));
  expect([...Object.keys(matchers), ...codes].filter((name) => !named(name))).toEqual([]);
});
