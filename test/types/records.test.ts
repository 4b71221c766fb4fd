import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const project = join(__dirname, 'records.tsconfig.json');
const root = join(__dirname, '../..');

// The compilers by the name of their package; 5.4 is the oldest that understands what the types use.
const compilers = {
  '5.4': join(__dirname, 'node_modules/typescript-5.4/bin/tsc'),
  '5.9': join(__dirname, 'node_modules/typescript-5.9/bin/tsc'),
  '6': join(root, 'node_modules/typescript/bin/tsc6'),
  '7': join(root, 'node_modules/@typescript/native/bin/tsc'),
};

test.each(Object.entries(compilers))(
  'the types of records help as promised with TypeScript %s',
  async (version, compiler) => {
    const printed = await promisify(execFile)(process.execPath, [compiler, '--version']);
    const checked = await promisify(execFile)(process.execPath, [compiler, '-p', project]).catch(
      (error: unknown) => error,
    );

    expect(printed.stdout).toContain(`Version ${version}.`);
    expect((checked as { stdout: string }).stdout).toBe('');
  },
  60_000,
);
