import type { CheckUp } from '@millrace/explore/check';
import { existsSync, readFileSync } from 'node:fs';
import { UsageError } from '../shell/usageError.ts';
import { writeFileWhole } from '../shell/writeFileWhole.ts';
import { findingId } from './findingId.ts';

/** What a file of known findings holds; none yet when it is not there. */
export function baselineIn(path: string): ReadonlySet<string> {
  if (!existsSync(path))
    throw new UsageError(`There is no baseline ${path}. Write it with --baseline ${path} --update-baseline.`);
  let found: unknown;
  try {
    found = Object(JSON.parse(readFileSync(path, 'utf8'))).known;
  } catch {
    found = undefined;
  }
  if (!Array.isArray(found))
    throw new UsageError(`${path} is no baseline: it holds no list "known". Write it anew with --update-baseline.`);
  return new Set(found.map(String));
}

/** Writes what was found, for the next runs to pass over. */
export function keepBaseline(path: string, checks: readonly CheckUp[]): void {
  const known = checks.flatMap((check) => check.findings.map((finding) => findingId(check, finding)));
  writeFileWhole(path, `${JSON.stringify({ version: 1, known: [...new Set(known)].sort() }, null, 2)}\n`);
}

/** A check without the findings that are known. */
export function withoutKnown(check: CheckUp, known: ReadonlySet<string>): CheckUp {
  return { ...check, findings: check.findings.filter((finding) => !known.has(findingId(check, finding))) };
}
