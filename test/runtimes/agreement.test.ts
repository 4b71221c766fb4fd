import { describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runtimes } from './row.ts';
import { rows } from './rows.ts';

// In a process of Node.js alone: under Jest an emitter takes the errors of a test for no errors, as they are of another realm.
const script = fileURLToPath(new URL('agree.ts', import.meta.url));

describe.each(runtimes)("%s: a simulated call is heard as AWS's runtime client hears it", (runtime) => {
  test(`in all of ${rows.length} rows`, async () => {
    const args = ['--import', 'tsx', '--conditions=@millrace/source', script, runtime];
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 26 });

    expect(JSON.parse(stdout)).toEqual({ asked: rows.length, others: [] });
  }, 600_000);
});
