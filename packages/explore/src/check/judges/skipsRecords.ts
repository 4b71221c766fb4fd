import { counted } from '@millrace/simulator';
import type { Sighting } from '../finding.ts';
import type { ProbeFacts } from '../probeFacts.ts';
import { cleanOf, factsOf, type Seen, worksClean } from '../seen.ts';
import { doneWrites, sameWrites, signatureOf } from '../writes.ts';
import { answersBeforeDone } from './answersBeforeDone.ts';
import type { Judge } from './judge.ts';

/**
 * A record that has effects alone makes no difference to a batch: without it the batch does the same. What is done once for
 * all records, such as one call with all of them, differs without one.
 */
export const skipsRecords: Judge = (seen) => {
  const clean = cleanOf(seen);
  const each = factsOf(seen, 'oneByOne')[0];
  if (clean === undefined || each === undefined || !worksClean(seen) || seen.batchSize === 1) return undefined;
  if (answersBeforeDone(seen) !== undefined) return undefined;
  if (sameWrites(clean, each)) return endsAtAnother(seen, clean);
  const skipped = factsOf(seen, 'without').filter(({ probe, effects }) => {
    const without = { probe, effects } as typeof clean;
    const alone = factsOf(seen, 'alone').find((one) => one.probe.about === probe.about);
    if (alone === undefined || doneWrites(alone).length === 0 || !sameWrites(clean, without)) return false;
    // That it takes the place of another that does the same, as the newest of an item, is no skipping.
    return !signatureOf(alone).every((write) => signatureOf(clean).includes(write));
  });
  if (skipped.length === 0) return endsAtAnother(seen, clean);
  const alone = doneWrites(each).length;
  return {
    code: 'skipsRecords',
    scenario: clean.probe.name,
    evidence: `alone ${effects(alone)}, as one batch only ${doneWrites(clean).length}; ${skipped.length} of ${clean.probe.records.length} records make no difference to the batch`,
  };
};

/** It has no use for a record in front of the others, and leaves with it, or fails over it and says nothing: of the same batch it does less. */
function endsAtAnother(seen: Seen, clean: ProbeFacts): Sighting | undefined {
  const usual = doneWrites(clean).length;
  const ended = factsOf(seen, 'behindOther').find(
    (facts) =>
      facts.calls.length > 0 &&
      facts.calls.every(({ outcome }) => outcome === 'success') &&
      doneWrites(facts).length < usual,
  );
  if (ended === undefined) return undefined;
  const [other] = ended.probe.records;
  return {
    code: 'skipsRecords',
    scenario: ended.probe.name,
    evidence: `${effects(usual)}; with a ${other?.eventName} in front of the same records only ${doneWrites(ended).length}`,
  };
}

function effects(count: number): string {
  return counted(count, 'effect');
}
