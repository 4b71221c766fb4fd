import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';

/**
 * Compares a text with `<name>.golden.txt` in this folder, byte for byte. With UPDATE_GOLDEN=1 in the environment the
 * file is written instead; look at the difference before you commit it.
 */
export function expectGolden(name: string, text: string): void {
  const path = join(__dirname, `${name}.golden.txt`);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text);
  if (!existsSync(path)) throw new Error(`There is no ${path} yet. Run the test with UPDATE_GOLDEN=1 to write it.`);
  expect(text).toBe(readFileSync(path, 'utf8'));
}
