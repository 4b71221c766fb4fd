import { counted } from '@millrace/simulator';
import { cleanOf, factsOf, worksClean } from '../seen.ts';
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
  if (sameWrites(clean, each) || answersBeforeDone(seen) !== undefined) return undefined;
  const skipped = factsOf(seen, 'without').filter(({ probe, effects }) => {
    const without = { probe, effects } as typeof clean;
    const alone = factsOf(seen, 'alone').find((one) => one.probe.about === probe.about);
    if (alone === undefined || doneWrites(alone).length === 0 || !sameWrites(clean, without)) return false;
    // That it takes the place of another that does the same, as the newest of an item, is no skipping.
    return !signatureOf(alone).every((write) => signatureOf(clean).includes(write));
  });
  if (skipped.length === 0) return undefined;
  const alone = doneWrites(each).length;
  return {
    code: 'skipsRecords',
    scenario: clean.probe.name,
    evidence: `alone ${effects(alone)}, as one batch only ${doneWrites(clean).length}; ${skipped.length} of ${clean.probe.records.length} records make no difference to the batch`,
  };
};

function effects(count: number): string {
  return counted(count, 'effect');
}
