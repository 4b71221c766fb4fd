/**
 * A recording of a million records from an async iterable, in one simulation: `npm run bench:memory`. Prints the peak
 * resident memory of a process that does nothing else: once for few items that change often, once for items that are
 * all different.
 */
import { spawnSync } from 'node:child_process';
import { bundledProgram } from './bundledProgram.ts';

const { program, remove } = await bundledProgram('memory-contender.ts');
try {
  for (const items of [5000, 1_000_000]) {
    const { status } = spawnSync(process.execPath, [program, String(items)], { stdio: 'inherit' });
    if (status !== 0) throw new Error(`The replay of ${items} items ended with code ${status}.`);
  }
} finally {
  remove();
}
