/**
 * Speed and size of `@millrace/records`, against its peers and against what Lambda does anyway. From the root:
 *
 *   npx tsx --conditions=@millrace/source test/bench/records.ts [rounds]
 *
 * Every contender has a process of its own, as it would have in Lambda: in one process they spoil each other's inline
 * caches, and a for-in loop of one speeds up the `Object.entries` of another. Every round asks each of them for one
 * sample, one after the other, so that a slow moment of the machine hits all; the figures are medians over the rounds.
 * Read the ratios: absolute times are of this machine.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleSizes } from './records-size.ts';

const contenders = {
  parse: 'JSON.parse of the event',
  unmarshall: 'util-dynamodb unmarshall',
  decode: 'millrace decode',
  decodeAndZod: 'millrace decode + zod',
  powertools: 'Powertools batch + parser, prebuilt schema',
};
export type ContenderName = keyof typeof contenders;

const names = Object.keys(contenders) as ContenderName[];
const rounds = Number(process.argv[2] ?? 61);
const warmUps = 20;

// Inside this folder, so that the bundle finds the peers it leaves outside.
const folder = mkdtempSync(join(import.meta.dirname, '.bench-'));
try {
  const outfile = join(folder, 'contender.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'records-contender.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@millrace/source'],
    external: ['@aws-sdk/*', '@aws-lambda-powertools/*', 'zod'],
    outfile,
  });
  const children = names.map((name) => fork(outfile, [name], { execArgv: [] }));
  try {
    report(await measure(children));
  } finally {
    for (const child of children) child.kill();
  }
} finally {
  rmSync(folder, { recursive: true });
}
for (const { what, minified, gzipped } of await bundleSizes(import.meta.dirname)) {
  console.log(`${what.padEnd(44)} ${minified} bytes minified, ${gzipped} gzipped`);
}

interface Sample {
  readonly microseconds: number;
  readonly bytes: number;
}

async function measure(children: readonly ChildProcess[]): Promise<Sample[][]> {
  const samples: Sample[][] = names.map(() => []);
  for (let round = -warmUps; round < rounds; round++) {
    for (const [at, child] of children.entries()) {
      const answer = once(child, 'message');
      child.send('go');
      const [sample] = (await answer) as [Sample];
      if (round >= 0) samples[at]?.push(sample);
    }
  }
  return samples;
}

function report(samples: readonly Sample[][]): void {
  const medians = samples.map((all) => median(all.map(({ microseconds }) => microseconds)));
  const [parse, unmarshall, decode, decodeAndZod, powertools] = medians as [number, number, number, number, number];
  const bytes = Math.round(samples[0]?.[0]?.bytes ?? 0);
  console.log(`Node ${process.version}, ${rounds} rounds, MODIFY records of ${bytes} bytes in events of 100\n`);
  for (const [at, name] of names.entries()) {
    console.log(`${contenders[name].padEnd(44)} ${medians[at]?.toFixed(3)} µs a record`);
  }
  console.log(`
decode / unmarshall            ${(unmarshall / decode).toFixed(2)} × as fast   (wanted: 1.8 or more)
decode + zod / JSON.parse      ${(decodeAndZod / parse).toFixed(3)} of its time  (wanted: 0.25 or less)
decode + zod / Powertools      ${(powertools / decodeAndZod).toFixed(1)} × as fast   (wanted: 8 or more)
`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
