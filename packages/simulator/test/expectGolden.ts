import { expect } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Compares a text with `golden/<name>.txt`, byte for byte; with `UPDATE_GOLDEN=1` in the environment it writes it first. */
export function expectGolden(name: string, text: string): void {
  const file = join(__dirname, 'golden', `${name}.txt`);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  if (!existsSync(file))
    throw new Error(`There is no ${file}. Run the test with UPDATE_GOLDEN=1 and read what it wrote.`);
  expect(text).toBe(readFileSync(file, 'utf8'));
}
