import { expect } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Compares a text with the file of that name in `golden/`; `UPDATE_GOLDEN=1` writes the file instead. */
export function expectGolden(name: string, text: string): void {
  const file = join(__dirname, 'golden', `${name}.txt`);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, `${text}\n`);
  if (!existsSync(file))
    throw new Error(`There is no ${file}. Run the test with UPDATE_GOLDEN=1 and read what it wrote.`);
  expect(`${text}\n`).toBe(readFileSync(file, 'utf8'));
}
