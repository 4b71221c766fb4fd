import {
  checkCheckpoints,
  checkItemOrder,
  checkLimits,
  checkRetryBudget,
  checkSettled,
  simulate,
  type ScenarioOptions,
  type ShardOptions,
} from '@millrace/simulator';
import { median } from './median.ts';
import { modify } from './modify.ts';

const checkers = { checkSettled, checkItemOrder, checkRetryBudget, checkCheckpoints, checkLimits };
const parts = ['simulate', 'toText', ...(Object.keys(checkers) as (keyof typeof checkers)[])] as const;
type Part = (typeof parts)[number];

const mapping = { StartingPosition: 'TRIM_HORIZON', BatchSize: 100, MaximumRetryAttempts: 2 };
const handler = (): void => {};
const isolation = 'none';

/** What grows, and how much of it there is at first. */
const grown: readonly {
  readonly what: string;
  readonly from: number;
  readonly scenario: (count: number) => ScenarioOptions;
}[] = [
  {
    what: 'records',
    from: 10_000,
    scenario: (count) => ({ handler, records: records(0, count), mapping, isolation }),
  },
  {
    what: 'calls of a record each',
    from: 2000,
    scenario: (count) => ({ handler, records: records(0, count), mapping: { ...mapping, BatchSize: 1 }, isolation }),
  },
  {
    what: 'attempts at one record',
    from: 1000,
    scenario: (count) => ({
      handler: () => {
        throw new Error('poison');
      },
      records: records(0, 1),
      mapping: { ...mapping, MaximumRetryAttempts: count - 1 },
      isolation,
      semantics: { backoff: { firstMs: 1, factor: 1, maxMs: 1 } },
    }),
  },
  {
    what: 'shards side by side',
    from: 500,
    scenario: (count) => ({ handler, shards: shards(count, () => []), mapping, isolation, invocationDurationMs: 20 }),
  },
  {
    what: 'shards, each the child of the one before',
    from: 500,
    scenario: (count) => ({ handler, shards: shards(count, (at) => (at === 0 ? [] : [at - 1])), mapping, isolation }),
  },
  {
    what: 'shards that split in two',
    from: 500,
    scenario: (count) => ({
      handler,
      shards: shards(count, (at) => (at === 0 ? [] : [(at - 1) >> 1])),
      mapping,
      isolation,
    }),
  },
];

function records(from: number, count: number) {
  return Array.from({ length: count }, (_, index) => modify(from + index));
}

/** Each with forty records of the same forty items. */
function shards(count: number, parentsOf: (at: number) => readonly number[]): Readonly<Record<string, ShardOptions>> {
  const own = records(0, 40);
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `shard-${at}`,
      { records: own, parents: parentsOf(at).map((parent) => `shard-${parent}`) },
    ]),
  );
}

/** Prints what a unit costs at n, 2n, 4n and 8n: the run, the text of its trace, and each checker of it; and the last beside the first. */
export async function growth(rounds = 5): Promise<void> {
  for (const { what, from, scenario } of grown) {
    const counts = [1, 2, 4, 8].map((times) => from * times);
    const costs = new Map(counts.map((count) => [count, new Map(parts.map((part) => [part, [] as number[]]))]));
    for (let round = 0; round < rounds + 1; round++) {
      for (const count of counts) {
        const spent = costs.get(count);
        const took = await timesOf(scenario(count));
        if (round > 0) for (const part of parts) spent?.get(part)?.push((took[part] * 1000) / count);
      }
    }
    console.log(`  ${counts.join(', ')} ${what}:`);
    for (const part of parts) {
      const each = counts.map((count) => median(costs.get(count)?.get(part) ?? []));
      const ratio = (each.at(-1) ?? 0) / (each[0] ?? 1);
      console.log(
        `    ${part.padEnd(17)} ${each.map((cost) => cost.toFixed(2).padStart(8)).join('')} µs each, ${ratio.toFixed(2)} times`,
      );
    }
  }
}

async function timesOf(options: ScenarioOptions): Promise<Readonly<Record<Part, number>>> {
  const times = {} as Record<Part, number>;
  let startedAt = processorMs();
  const trace = await simulate(options);
  times.simulate = processorMs() - startedAt;
  startedAt = processorMs();
  trace.toText();
  times.toText = processorMs() - startedAt;
  for (const [name, check] of Object.entries(checkers)) {
    startedAt = processorMs();
    check(trace);
    times[name as Part] = processorMs() - startedAt;
  }
  return times;
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
