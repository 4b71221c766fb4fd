/** What else than a problem makes a replay fail; `never` lets nothing, also no problem. */
export const failOnChoices = ['discard', 'retry', 'warning', 'never'] as const;

/** One of the choices of `--fail-on`. */
export type FailOn = (typeof failOnChoices)[number];

/** What happened in a run that one may want to fail on. */
export interface Happened {
  readonly discarded: number;
  /** Calls that failed, and batches that were not taken: each was tried again, or would have been. */
  readonly failedAttempts: number;
  readonly warnings: number;
}

/** The problems that `--fail-on` adds, in sentences. */
export function failOnProblems(failOn: ReadonlySet<FailOn>, happened: Happened): readonly string[] {
  const { discarded, failedAttempts, warnings } = happened;
  const asked: readonly (readonly [FailOn, number, string])[] = [
    ['discard', discarded, discarded === 1 ? 'record was given up' : 'records were given up'],
    ['retry', failedAttempts, failedAttempts === 1 ? 'attempt failed' : 'attempts failed'],
    ['warning', warnings, warnings === 1 ? 'warning was given' : 'warnings were given'],
  ];
  return asked
    .filter(([choice, count]) => failOn.has(choice) && count > 0)
    .map(([choice, count, text]) => `${count} ${text} (--fail-on ${choice}).`);
}
