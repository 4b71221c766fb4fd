/**
 * Runs many random scenarios against the laws, and as many stories of one shard against an independent model: `npm run swarm`, or
 * `npm run swarm -- --runs 1000 --seed 7`. A failure prints the seed and path that replay it: `npm run swarm -- --seed 7 --path 12:0`,
 * with `--model` where it was one of the model.
 */
import { isDeepStrictEqual, parseArgs } from 'node:util';
import fc from 'fast-check';
import { brokenLawsOf } from './checkPlan.ts';
import { laws } from './laws.ts';
import { plans } from './plan.ts';
import { simulationOf } from './runPlan.ts';
import { shardModel } from './shardModel.ts';
import { shardPlans } from './shardPlans.ts';
import { shardRun, shardTrace } from './shardRun.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20000' },
    seed: { type: 'string' },
    path: { type: 'string' },
    model: { type: 'boolean', default: false },
  },
});
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const numRuns = Number(values.runs);
const parameters = { numRuns, seed, ...(values.path !== undefined && { path: values.path }) };
if (values.path === undefined || !values.model) await againstLaws();
if (values.path === undefined || values.model) await againstModel();

async function againstLaws(): Promise<void> {
  const startedAt = performance.now();
  console.log(`${numRuns} random scenarios against ${Object.keys(laws).length + 2} laws, seed ${seed}`);

  const eventCounts = new Map<string, number>();
  let done = 0;
  const details = await fc.check(
    fc.asyncProperty(plans, async (plan) => {
      const broken = await brokenLawsOf(plan);
      if (broken.length > 0) throw new Error(broken.join('\n'));
      if (done++ % 50 !== 0) return;
      // What a fiftieth of the runs was made of: a law about windows means nothing when no window was ever open.
      for (const { type } of (await (await simulationOf(plan)).run()).events)
        eventCounts.set(type, (eventCounts.get(type) ?? 0) + 1);
    }),
    parameters,
  );

  if (details.failed) {
    const [plan] = details.counterexample ?? [];
    console.error(`\nBroken after ${details.numRuns} runs and ${details.numShrinks} simplifications:`);
    console.error(details.errorInstance instanceof Error ? details.errorInstance.message : details.errorInstance);
    console.error(`\nThe scenario:\n${JSON.stringify(plan, null, 2)}`);
    if (plan !== undefined) console.error(`\n${(await (await simulationOf(plan)).run()).toText()}`);
    console.error(`Reproduce: npm run swarm -- --seed ${seed} --path ${details.counterexamplePath}`);
    process.exitCode = 1;
  } else {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    console.log(`All laws held. ${numRuns} scenarios in ${seconds} s; events in a fiftieth of them:`);
    for (const [type, count] of [...eventCounts].toSorted(([, a], [, b]) => b - a)) console.log(`  ${type} ${count}`);
  }
}

async function againstModel(): Promise<void> {
  const beganAt = performance.now();
  console.log(`${numRuns} random stories of a shard against an independent model, seed ${seed}`);
  const details = await fc.check(
    fc.asyncProperty(shardPlans, async (plan) => {
      const expected = shardModel(plan);
      fc.pre(expected !== undefined);
      const found = await shardRun(plan);
      if (!isDeepStrictEqual(found, expected)) throw new Error(JSON.stringify({ found, expected }, null, 2));
    }),
    parameters,
  );
  if (details.failed) {
    const [plan] = details.counterexample ?? [];
    console.error(`\nAnother story after ${details.numRuns} runs and ${details.numShrinks} simplifications:`);
    console.error(details.errorInstance instanceof Error ? details.errorInstance.message : details.errorInstance);
    console.error(`\nThe plan:\n${JSON.stringify(plan)}`);
    if (plan !== undefined) console.error(`\n${(await shardTrace(plan)).toText()}`);
    console.error(`Reproduce: npm run swarm -- --model --seed ${seed} --path ${details.counterexamplePath}`);
    process.exitCode = 1;
  } else {
    console.log(`The same stories, ${numRuns} in ${((performance.now() - beganAt) / 1000).toFixed(0)} s.`);
  }
}
