/**
 * What a simulation costs, beside what the same events cost to copy: `npm run bench:simulator`.
 *
 * The three that are compared have a process each (see `contest`): what one of them leaves on the heap slows the others.
 */
import { simulate, type ScenarioOptions } from '@millrace/simulator';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { contest } from './contest.ts';
import { growth } from './growth.ts';
import { median } from './median.ts';
import { modify } from './modify.ts';

const contenders = {
  copy: 'bare JSON.parse(JSON.stringify(event))',
  json: "isolation 'json'",
  none: "isolation 'none'",
};
export type ContenderName = keyof typeof contenders;

const batchSize = 100;
const names = Object.keys(contenders) as ContenderName[];
const { microseconds } = await contest('simulator-contender.ts', names, batchSize, 15);
for (const name of names) {
  const { [name]: time, copy } = microseconds;
  console.log(
    `${contenders[name].padEnd(38)} ${Math.round(1000 / time)} k records/s, ${(copy / time).toFixed(2)} × the bare copy`,
  );
}

const records = Array.from({ length: 20_000 }, (_, index) => modify(index));
const mapping = { StartingPosition: 'TRIM_HORIZON', BatchSize: batchSize, MaximumRetryAttempts: 2 };
const handler = (_event: DynamoDBStreamEvent): void => {};

console.log(`a poison record with 10 retries: ${(await timeOf(11, poison(10))).toFixed(2)} ms`);
console.log(`24 h of endless retries: ${(await timeOf(7, poison(-1))).toFixed(1)} ms`);

console.log(
  'what each costs as their number doubles three times (level when cost is linear, 8 times when it is quadratic):',
);
await growth();

console.log('cost a record in lanes, beside that of one lane (at most 1.5 times is wanted); median of processor time:');
for (const BatchSize of [100, 10]) {
  const costs = new Map<number, number[]>([1, 10].map((factor) => [factor, []]));
  for (let round = 0; round < 9; round++) {
    for (const [ParallelizationFactor, spent] of costs) {
      const before = process.cpuUsage();
      await simulate({
        handler,
        records,
        mapping: { ...mapping, BatchSize, ParallelizationFactor },
        isolation: 'none',
      });
      const { user, system } = process.cpuUsage(before);
      if (round >= 2) spent.push((user + system) / records.length);
    }
  }
  const [one = 0, ten = 0] = [...costs.values()].map(median);
  console.log(
    `  batches of ${BatchSize}: ${one.toFixed(2)} µs with factor 1, ${ten.toFixed(2)} µs with factor 10: ${(ten / one).toFixed(2)} times`,
  );
}

function poison(MaximumRetryAttempts: number): ScenarioOptions {
  const failing = (): never => {
    throw new Error('poison');
  };
  return { handler: failing, records: records.slice(0, 1), mapping: { ...mapping, MaximumRetryAttempts } };
}

async function timeOf(rounds: number, options: ScenarioOptions): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds + 2; round++) {
    const startedAt = performance.now();
    await simulate(options);
    if (round >= 2) times.push(performance.now() - startedAt);
  }
  return median(times);
}
