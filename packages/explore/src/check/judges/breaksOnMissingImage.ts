import { cleanOf, factsOf } from '../seen.ts';
import { breaksOn } from './breaksOn.ts';
import type { Judge } from './judge.ts';

/** The handler fails on a record that lacks an image: the old one of an INSERT, or what the view of the stream leaves out. */
export const breaksOnMissingImage: Judge = (seen) => {
  const clean = cleanOf(seen);
  if (clean === undefined) return undefined;
  const all = factsOf(seen, 'missingImage');
  const hasAll = (view: string | undefined): boolean => view === 'NEW_AND_OLD_IMAGES';
  for (const facts of all) {
    const found = breaksOn('breaksOnMissingImage', facts, clean);
    if (found === undefined) continue;
    const [record] = facts.probe.records;
    // A handler that fails on everything has another trouble, unless it is the view that takes the images away.
    const isFine = all.some((other) => other !== facts && other.calls.some(({ outcome }) => outcome === 'success'));
    const isMissing = record?.dynamodb?.NewImage === undefined || record.dynamodb.OldImage === undefined;
    const isAccident = /TypeError|undefined|null/.test(found.evidence);
    if (isMissing && isAccident && (isFine || !hasAll(record?.dynamodb?.StreamViewType))) return found;
  }
  return undefined;
};
