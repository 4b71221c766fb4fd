/**
 * Speed, size and import time of `@millrace/handler`, against a plain loop and Powertools. From the root:
 *
 *   npx tsx --conditions=@millrace/source test/bench/handler.ts [rounds]
 *
 * How it is measured, and how to read it: see `contest`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.ts';
import { contest } from './contest.ts';
import { handlerSizes } from './handler-size.ts';
import { median } from './median.ts';

const contenders = {
  loop: 'loop: decode lazily, call a function',
  synchronous: 'batchHandler, synchronous',
  lanes: 'batchHandler, synchronous, concurrency 10',
  asynchronous: 'batchHandler, asynchronous',
  validated: 'batchHandler, all validated by zod',
  powertools: 'Powertools batch + parser, prebuilt schema',
};
export type ContenderName = keyof typeof contenders;

const names = Object.keys(contenders) as ContenderName[];
const atLeast = Number(process.argv[2] ?? 65);

for (const recordsInEvent of [100, 1000]) {
  const { microseconds, rounds } = await contest('handler-contender.ts', names, recordsInEvent, atLeast);
  const { loop, synchronous, validated, powertools } = microseconds;
  console.log(`Node ${process.version}, ${rounds} rounds, batches of ${recordsInEvent} MODIFY records\n`);
  for (const name of names) console.log(`${contenders[name].padEnd(44)} ${microseconds[name].toFixed(3)} µs a record`);
  console.log(`
bookkeeping: batchHandler less the loop      ${(synchronous - loop).toFixed(3)} µs a record   (wanted: 0.4 or less)
validated / Powertools                       ${(powertools / validated).toFixed(1)} × as fast   (wanted: 8 or more)
`);
}
await importTimes();
for (const { what, minified, gzipped, handler } of await handlerSizes()) {
  console.log(`${what.padEnd(44)} ${minified} bytes minified (${handler} of handler), ${gzipped} gzipped`);
}

/** What importing the bundle costs a new process, over importing an empty module. */
async function importTimes(): Promise<void> {
  const { contents } = await bundle(
    "export { batchHandler } from '@millrace/handler'; export { defineStream } from '@millrace/records';",
  );
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  writeFileSync(join(folder, 'bundled.mjs'), contents);
  writeFileSync(join(folder, 'empty.mjs'), 'export {};');
  const times = { empty: [] as number[], bundled: [] as number[] };
  for (let round = 0; round < 15; round++) {
    for (const name of ['empty', 'bundled'] as const) times[name].push(importTime(join(folder, `${name}.mjs`)));
  }
  rmSync(folder, { recursive: true });
  const over = median(times.bundled) - median(times.empty);
  console.log(`import of the bundle over an empty module    ${over.toFixed(2)} ms   (wanted: 2 or less)\n`);
}

function importTime(path: string): number {
  const code = `const t = process.cpuUsage(); await import(${JSON.stringify(pathToFileURL(path))}); const { user, system } = process.cpuUsage(t); console.log((user + system) / 1000);`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  return Number(stdout);
}
