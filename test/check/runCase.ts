import { resolve } from 'node:path';
import { checkUp } from '@millrace/explore/check';
import { cases, notYetJudged } from './cases.ts';
import { type CheckCase, type FindingCode, env, recordsOf } from './checkCase.ts';

/** How what was found compares with what is wrong. */
export interface Verdict {
  readonly found: readonly FindingCode[];
  readonly missed: readonly FindingCode[];
  readonly wrong: readonly FindingCode[];
  /** What the check-up says that it could not try. */
  readonly notTried: readonly string[];
}

const handlers = 'test/check/handlers'; // from the root, where every command of this repository runs

export async function runCase(
  { file, codes, mapping, view }: CheckCase,
  seed: number,
  budgetMs = 30_000,
): Promise<Verdict> {
  const checked = await checkUp({
    handler: `${resolve(handlers, file)}#handler`,
    mapping,
    records: recordsOf(view, seed),
    env,
    runtime: 'nodejs22.x',
    keys: { orderId: 'S' },
    view,
    budgetMs,
    seed,
  });
  const found = checked.findings.map(({ code }) => code).filter((code) => !notYetJudged.includes(code));
  const expected = codes.filter((code) => !notYetJudged.includes(code));
  return {
    found,
    missed: expected.filter((code) => !found.includes(code)),
    wrong: found.filter((code) => !expected.includes(code)),
    notTried: checked.notTried.map(({ what, why }) => `${what}: ${why}`),
  };
}

/** Those with a code that something judges; all of the good ones. */
export const judgedCases: readonly CheckCase[] = cases.filter(
  ({ codes }) => codes.length === 0 || codes.some((code) => !notYetJudged.includes(code)),
);
