/**
 * Speed, size and import time of `@millrace/handler`, against a plain loop and Powertools. From the root:
 *
 *   npx tsx --conditions=@millrace/source test/bench/handler.ts [rounds]
 *
 * Every round runs every contender once, in an order that rotates, so that a slow moment of the machine hits all of
 * them; the figures are medians of processor time. Read the ratios: absolute times are of this machine.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { bundle, handlerSizes } from './handler-size.ts';

// Inside this folder, so that the bundle finds the peers it leaves outside.
const folder = mkdtempSync(join(import.meta.dirname, '.bench-'));
try {
  const outfile = join(folder, 'speed.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'handler-speed.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@millrace/source'],
    external: ['@aws-sdk/*', '@aws-lambda-powertools/*', 'zod'],
    outfile,
  });
  const rounds = process.argv[2] ?? '31';
  for (const recordsInEvent of ['100', '1000']) {
    const { status } = spawnSync(process.execPath, [outfile, rounds, recordsInEvent], { stdio: 'inherit' });
    if (status !== 0) throw new Error(`The measurement ended with code ${status}.`);
  }
  await importTimes();
} finally {
  rmSync(folder, { recursive: true });
}

for (const { what, minified, gzipped, handler } of await handlerSizes()) {
  console.log(`${what.padEnd(44)} ${minified} bytes minified (${handler} of handler), ${gzipped} gzipped`);
}

/** What importing the bundle costs a new process, over importing an empty module. */
async function importTimes(): Promise<void> {
  const { contents } = await bundle(
    "export { batchHandler } from '@millrace/handler'; export { defineStream } from '@millrace/records';",
  );
  writeFileSync(join(folder, 'bundled.mjs'), contents);
  writeFileSync(join(folder, 'empty.mjs'), 'export {};');
  const times = { empty: [] as number[], bundled: [] as number[] };
  for (let round = 0; round < 15; round++) {
    for (const name of ['empty', 'bundled'] as const) times[name].push(importTime(join(folder, `${name}.mjs`)));
  }
  const over = median(times.bundled) - median(times.empty);
  console.log(`import of the bundle over an empty module    ${over.toFixed(2)} ms   (wanted: 2 or less)\n`);
}

function importTime(path: string): number {
  const code = `const t = process.cpuUsage(); await import(${JSON.stringify(pathToFileURL(path))}); const { user, system } = process.cpuUsage(t); console.log((user + system) / 1000);`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  return Number(stdout);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
