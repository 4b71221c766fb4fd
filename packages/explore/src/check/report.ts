import { advice } from './advice.ts';
import type { CheckUpOptions } from './checkUpOptions.ts';
import type { CheckUp, NotTried } from './checkUpResult.ts';
import { type Finding, type FindingCode, findingCodes, type Sighting } from './finding.ts';
import { answersBeforeDone } from './judges/answersBeforeDone.ts';
import { judges } from './judges/judges.ts';
import { relative } from 'node:path';
import { failureText } from './failureText.ts';
import { placeIn } from './placeIn.ts';
import { pastedTest } from './pastedTest.ts';
import type { ProbeFacts, Unset } from './probeFacts.ts';
import { cleanOf, seenOf, worksClean } from './seen.ts';
import { doneWrites, writesOf } from './writes.ts';

/** What a check-up came to, before it is judged. */
export interface ReportParts {
  readonly options: CheckUpOptions;
  readonly facts: readonly ProbeFacts[];
  readonly notTried: readonly NotTried[];
  readonly unset: readonly Unset[];
  readonly recordsFrom: string;
  readonly notes: readonly string[];
  readonly ms: number;
  /** Whether the tests to paste are to require, not to import. */
  readonly requires: boolean;
}

/** From facts to the card. Pure. */
export function report({ options, facts, notTried, unset, recordsFrom, notes, ms, requires }: ReportParts): CheckUp {
  const seen = seenOf(facts, options.mapping);
  const sightings: Sighting[] = [];
  const open: NotTried[] = [...notTried];
  const asked = findingCodes.filter((code) => options.codes?.includes(code) ?? true);
  for (const code of asked) {
    const found = code === 'neverSettles' ? (endOf(facts) ?? judges[code](seen)) : judges[code](seen);
    if (found !== undefined) {
      sightings.push(found);
      continue;
    }
    const why = whyNotTried(code, seen, unset);
    if (why !== undefined) open.push({ code, what: advice[code].what, why });
  }
  const findings = sightings.map((found): Finding => {
    const { what, why, mend } = advice[found.code];
    return { ...found, what, why, mend, test: pastedTest(found.code, options, requires) };
  });
  const untried = new Set(open.flatMap(({ code }) => (code === undefined ? [] : [code])));
  const codes = asked.length;
  const tried = codes - untried.size;
  const clean = tried - findings.length;
  return {
    handler: options.handler,
    ...(options.name !== undefined && { name: options.name }),
    ...(options.runtime !== undefined && { runtime: options.runtime }),
    findings,
    notTried: open,
    grade: `${clean} of ${tried} checks clean${untried.size > 0 ? `, ${untried.size} not tried` : ''}`,
    counts: {
      probes: facts.length,
      calls: facts.reduce((sum, { calls }) => sum + calls.length, 0),
      effects: facts.reduce((sum, { effects }) => sum + effects.length, 0),
      codes,
      tried,
      clean,
    },
    recordsFrom,
    unset,
    notes,
    ms,
  };
}

/** That the process ended, or hung beyond all patience, in a run without faults. */
function endOf(facts: readonly ProbeFacts[]): Sighting | undefined {
  const ended = facts.find(
    ({ probe, died }) => died !== undefined && probe.fault === undefined && probe.kind === 'batch',
  );
  if (ended?.died === undefined) return undefined;
  return { code: 'neverSettles', scenario: ended.probe.name, evidence: ended.died };
}

/** Told by comparing what runs did, all of it. */
const comparing: readonly FindingCode[] = [
  'skipsRecords',
  'effectsNotAtomic',
  'breaksItemOrder',
  'keepsStateBetweenCalls',
];

function whyNotTried(code: FindingCode, seen: ReturnType<typeof seenOf>, unset: readonly Unset[]): string | undefined {
  const { needs, needsEffects, needsMapping } = advice[code];
  if (seen.facts.length > 0 && seen.facts.every(({ calls }) => calls.length === 0))
    return 'the handler was never called: the filters of the mapping pass none of these records (--records)';
  const missing = needs.filter((kind) => !seen.facts.some(({ probe }) => probe.kind === kind));
  if (needsMapping && seen.mapping === undefined) return 'it depends on the mapping, and none was given';
  if (seen.facts.length === 0) return 'the handler did not run';
  if (needsEffects && !seen.facts.some((facts) => doneWrites(facts).length > 0)) {
    if (!worksClean(seen) && cleanOf(seen) !== undefined) return failing(seen);
    return `nothing that the handler writes or sends was seen with these records${failedWrite(seen) || unsetWords(unset)}`;
  }
  if (missing.join() === 'poison' && cleanOf(seen)?.effects.every(({ sequenceNumber }) => sequenceNumber === undefined))
    return 'no call that it makes is for one record, so that a record cannot be made to fail';
  if (missing.length > 0) return `these were not run: ${missing.join(', ')}`;
  if (comparing.includes(code) && answersBeforeDone(seen) !== undefined)
    return 'it answers before its work is done, and what is seen of that is a matter of time: mend that first';
  if (code === 'skipsRecords' && seen.unsteady.size > 0)
    return `two runs of the same batch differ by themselves (${[...seen.unsteady].join(', ')}), so that batches cannot be compared`;
  if ((code === 'breaksOnMissingImage' || code === 'mappingMismatch') && isHeard(seen)) return undefined;
  return worksClean(seen) ? undefined : failing(seen);
}

function failing(seen: ReturnType<typeof seenOf>): string {
  return `without any fault the handler fails with these records: ${failureOf(seen)}. Give it some that it works with: \`records\` (--records events.json)`;
}

/** A setting that is missing often is the reason. */
function unsetWords(unset: readonly Unset[]): string {
  return unset.length === 0
    ? ''
    : `; it asks for ${unset.map(({ name }) => name).join(', ')}, which nothing sets: \`env\` (--env)`;
}

/** What a service says of a call that is wrong, such as one with a name that no table can have. */
function failedWrite({ facts }: ReturnType<typeof seenOf>): string {
  const failed = facts.flatMap(writesOf).find(({ outcome }) => outcome === 'failed');
  return failed === undefined ? '' : `: ${failed.name} failed: ${failed.error?.errorMessage ?? ''}`;
}

/** Whether any call came to an answer. */
function isHeard({ facts }: ReturnType<typeof seenOf>): boolean {
  return facts.some(({ calls }) =>
    calls.some(({ response, outcome }) => outcome === 'success' || response !== undefined),
  );
}

function failureOf({ facts }: ReturnType<typeof seenOf>): string {
  const failed = facts.find(({ calls }) => calls.some(({ outcome }) => outcome !== 'success'));
  const call = failed?.calls.find(({ outcome }) => outcome !== 'success');
  if (failed === undefined || call === undefined) return 'it is never called';
  const { place } = placeIn(failed.thrown[0]);
  const where = place === undefined ? '' : ` (${relative(process.cwd(), place.file)}:${place.line})`;
  return `${failureText(call, failed.escapes)}${where}`;
}
