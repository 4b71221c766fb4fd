import type { Trace } from '@millrace/simulator';
import type { ScheduledFault } from '../faults/scheduledFault.ts';
import type { Breach, BreachCode } from '../judging/breach.ts';
import type { Records, RunOptions } from '../running/runOptions.ts';
import type { RunResult } from '../running/runResult.ts';
import { jestTest } from './jestTest.ts';
import { statesSideBySide } from './statesSideBySide.ts';
import { storyOf } from './storyOf.ts';

/** The smallest schedule that was found to break a handler, and all that is to say of it. */
export interface Counterexample {
  readonly code: BreachCode;
  readonly message: string;
  readonly records: Records;
  readonly faults: readonly ScheduledFault[];
  /** What happened, in sentences. */
  readonly story: string;
  readonly states: { readonly withFaults: unknown; readonly without: unknown };
  /** Where the two final states differ, as a table. */
  readonly sideBySide: string;
  /** Of the run with these faults; undefined when it has no end. */
  readonly trace: Trace | undefined;
  readonly traceWithoutFaults: Trace | undefined;
  /** A complete Jest test to paste, which fails in the same way. */
  readonly test: string;
}

/** Puts together what is to say of a failure. */
export function counterexample(
  breach: Breach,
  { records, faults }: { readonly records: Records; readonly faults: readonly ScheduledFault[] },
  run: RunResult,
  without: RunResult,
  options: RunOptions,
  setupImport: string | undefined,
): Counterexample {
  const story = storyOf(breach, faults, records, run, without);
  return {
    code: breach.code,
    message: breach.message,
    records,
    faults,
    story,
    states: { withFaults: run.state, without: without.state },
    sideBySide: statesSideBySide(run.state, without.state),
    trace: run.trace,
    traceWithoutFaults: without.trace,
    test: jestTest(breach, story, records, faults, options, setupImport),
  };
}
