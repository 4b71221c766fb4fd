import type { Aws } from './awsPort.ts';
import { captureCase } from './captureCase.ts';
import type { Experiment } from './experiments/experiment.ts';
import { runExperiment, type Stack } from './runExperiment.ts';

/** What becomes of what is recorded. */
export interface Outlet {
  readonly write: (name: string, text: string) => void;
  readonly print: (line: string) => void;
}

/**
 * Runs experiments one after the other, writes a case of each, and prints which knobs it settles. One that fails is told of, and the
 * others go on. Answers with the ids of those that failed.
 */
export async function recordAws(
  stack: Stack,
  aws: Aws,
  outlet: Outlet,
  chosen: readonly Experiment[],
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const experiment of chosen) {
    try {
      await recordOne(experiment, stack, aws, outlet);
    } catch (error) {
      failed.push(experiment.id);
      outlet.print(`${experiment.id} ${experiment.title}: not recorded, as ${String(error)}`);
    }
  }
  return failed;
}

async function recordOne(experiment: Experiment, stack: Stack, aws: Aws, outlet: Outlet): Promise<void> {
  const { id, title, knobs } = experiment;
  const capture = await runExperiment(experiment, stack, aws);
  outlet.write(`${id}.json`, `${JSON.stringify(captureCase(experiment, capture), undefined, 2)}\n`);
  const verdicts = experiment.decide(capture);
  for (const knob of knobs) {
    const verdict = verdicts.find((each) => each.knob === knob);
    outlet.print(
      verdict === undefined
        ? `${id} ${title}: semantics.${knob} is not settled, ${capture.calls.length} calls were seen`
        : `${id} ${title}: semantics.${knob} is ${printed(verdict.value)}, as ${verdict.because}`,
    );
  }
}

function printed(value: unknown): string {
  return value === Infinity ? 'Infinity' : JSON.stringify(value);
}
