/**
 * What memory a process takes that simulates a million invocations, each with its own record of its own item: `npm run bench:million`.
 * Each in a process of its own, that sets no limit to its memory: the run alone; one whose trace is read by its views, or event by event; and
 * calls that answer with a report, or fail once each.
 */
import { spawnSync } from 'node:child_process';
import { bundledProgram } from './bundledProgram.ts';

const count = process.argv[2] ?? '1000000';
const { program, remove } = await bundledProgram('million-contender.ts');
try {
  for (const what of ['run', 'views', 'events', 'reports', 'failures']) {
    const { status } = spawnSync(process.execPath, [program, what, count], { stdio: 'inherit' });
    if (status !== 0) throw new Error(`${count} invocations, ${what}: ended with code ${status}.`);
  }
} finally {
  remove();
}
