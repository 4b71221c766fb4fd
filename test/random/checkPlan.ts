import type { Trace } from '@millrace/simulator';
import { laws } from './laws.ts';
import type { Plan } from './plan.ts';
import { simulationOf, streamOf } from './runPlan.ts';
import { restoreSimulation } from '@millrace/simulator';

/** Runs a plan and tells what it breaks: the laws of its trace, and the repeatability of its run. */
export async function brokenLawsOf(plan: Plan): Promise<readonly string[]> {
  const { sequenceNumbers } = streamOf(plan);
  const trace = await (await simulationOf(plan)).run();
  const broken = Object.entries(laws).flatMap(([name, law]) =>
    law(trace, plan, sequenceNumbers)
      .slice(0, 3)
      .map((fault) => `${name}: ${fault}`),
  );
  const again = await (await simulationOf(plan)).run();
  if (again.toText() !== trace.toText()) broken.push('the same scenario and seed give the same bytes');
  if ((await inTwoParts(plan, trace)) !== trace.toText()) broken.push('a snapshot goes on as if nothing had been');
  return broken;
}

/** The same run, stopped in the middle and restored from a snapshot. */
async function inTwoParts(plan: Plan, whole: Trace): Promise<string> {
  const simulation = await simulationOf(plan);
  await simulation.runUntil((whole.events.at(-1)?.atMs ?? 0) / 2);
  return (await restoreSimulation(simulation.snapshot()).run()).toText();
}
