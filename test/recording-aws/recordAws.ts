import type { Aws } from './awsPort.ts';
import { captureCase } from './captureCase.ts';
import { experiments, type Experiment } from './experiments.ts';
import { runExperiment, type Stack } from './runExperiment.ts';

/** What becomes of what is recorded. */
export interface Outlet {
  readonly write: (name: string, text: string) => void;
  readonly print: (line: string) => void;
}

/** Runs experiments one after the other, writes a case of each, and prints which knob it settles. */
export async function recordAws(
  stack: Stack,
  aws: Aws,
  outlet: Outlet,
  chosen: readonly Experiment[] = experiments,
): Promise<void> {
  for (const experiment of chosen) {
    const capture = await runExperiment(experiment, stack, aws);
    outlet.write(`${experiment.id}.json`, `${JSON.stringify(captureCase(experiment, capture), undefined, 2)}\n`);
    const verdict = experiment.decide(capture);
    outlet.print(
      verdict === undefined
        ? `${experiment.id} ${experiment.title}: semantics.${experiment.knob} is not settled, ${capture.calls.length} calls were seen`
        : `${experiment.id} ${experiment.title}: semantics.${experiment.knob} is ${JSON.stringify(verdict.value) ?? String(verdict.value)}, as ${verdict.because}`,
    );
  }
}
