import { resolve } from 'node:path';
import { checkUp } from '@millrace/explore/check';
import { type CheckCase, type FindingCode, env, recordsOf } from './checkCase.ts';

/** How what was found compares with what is wrong. */
export interface Verdict {
  readonly found: readonly FindingCode[];
  readonly missed: readonly FindingCode[];
  readonly wrong: readonly FindingCode[];
  /** What the check-up says that it could not try. */
  readonly notTried: readonly string[];
  /** A test to paste for each finding. */
  readonly tests: Readonly<Record<string, string>>;
  /** Of what was found wrongly. */
  readonly evidence: readonly string[];
}

const handlers = 'test/check/handlers'; // from the root, where every command of this repository runs

export async function runCase(
  { file, codes, mapping, view }: CheckCase,
  seed: number,
  lookFor?: readonly FindingCode[],
): Promise<Verdict> {
  const checked = await checkUp({
    handler: `${resolve(handlers, file)}#handler`,
    mapping,
    records: recordsOf(view, seed),
    env,
    runtime: 'nodejs22.x',
    keys: { orderId: 'S' },
    view,
    budgetMs: 3_600_000,
    seed,
    ...(lookFor !== undefined && { codes: lookFor }),
  });
  const found = checked.findings.map(({ code }) => code);
  return {
    found,
    missed: codes.filter((code) => !found.includes(code)),
    wrong: found.filter((code) => !codes.includes(code)),
    notTried: checked.notTried.map(({ code, what, why }) => `${code ?? what}: ${why}`),
    tests: Object.fromEntries(checked.findings.map(({ code, test }) => [code, test])),
    evidence: checked.findings
      .filter(({ code }) => !codes.includes(code))
      .map(({ code, scenario, evidence }) => `${code}: ${scenario}: ${evidence}`),
  };
}
