/**
 * What an exploration costs, run by `explore.ts` as plain Node. Runs a second of 20 records with a trivial handler on one core, 45 crash
 * points of a handler with 15 effects, and the time to find, shrink and tell each known mistake.
 */
import { effects } from '@millrace/effects';
import { explore } from '@millrace/explore';
import { installEncoder } from '@millrace/records';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { median } from './median.ts';
import { modify } from './modify.ts';

installEncoder(); // Which a bundler leaves out.
const { mistakes } = await import('../../packages/explore/test/proof/mistakes.ts');

const records = Array.from({ length: 20 }, (_, index) => modify(index));
const mapping = { StartingPosition: 'TRIM_HORIZON', BatchSize: 100 } as const;

const trivial = () => ({ handler: async () => undefined, observe: () => 0 });
await explore({ setup: trivial, records, mapping, runs: 2000, enumerate: 0, seed: 0 });
const rates: number[] = [];
for (let seed = 1; seed <= 5; seed++) {
  const { ms, cpuMs } = await timeOf(() =>
    explore({ setup: trivial, records, mapping, runs: 2000, enumerate: 0, seed }),
  );
  rates.push(2000 / (cpuMs / 1000));
  console.log(`2000 runs of 20 records: ${ms.toFixed(0)} ms, ${cpuMs.toFixed(0)} ms of processor time`);
}
console.log(`runs a second of processor time: ${median(rates).toFixed(0)} (wanted: at least 2000)`);

const fifteen = () => {
  const kept = new Map<string, number>();
  const put = effects.wrap('table.put', async (id: string) => void kept.set(id, 1));
  const handler = async ({ Records }: DynamoDBStreamEvent) => {
    for (const { dynamodb } of Records) await put(dynamodb?.Keys?.['orderId']?.S ?? '');
  };
  return { handler, observe: () => kept };
};
const crashes = {
  setup: fifteen,
  records: records.slice(0, 15),
  mapping,
  faults: ['crash'],
  runs: 0,
  enumerate: 45,
  seed: 1,
} as const;
await explore(crashes);
const times: number[] = [];
for (let round = 0; round < 7; round++) {
  const { ms, value } = await timeOf(() => explore(crashes));
  times.push(ms);
  if (round === 0) console.log(value.report.split('\n').find((line) => line.startsWith('Tried')));
}
console.log(`45 crash points: ${median(times).toFixed(0)} ms (wanted: at most 100)`);

for (const { name, options } of mistakes) {
  const { ms, value } = await timeOf(() => explore({ ...options, seed: 1 }));
  console.log(`${name}: found after ${value.runs} runs, shrunk and told in ${ms.toFixed(0)} ms (wanted: at most 2000)`);
}

async function timeOf<Value>(work: () => Promise<Value>): Promise<{ ms: number; cpuMs: number; value: Value }> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - startedAt, cpuMs: (user + system) / 1000, value };
}
