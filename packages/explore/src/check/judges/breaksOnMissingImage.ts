import { cleanOf, factsOf } from '../seen.ts';
import { breaksOn } from './breaksOn.ts';
import type { Judge } from './judge.ts';

/** The handler fails on a record that lacks an image: the old one of an INSERT, or what the view of the stream leaves out. */
export const breaksOnMissingImage: Judge = (seen) => {
  const clean = cleanOf(seen);
  if (clean === undefined) return undefined;
  const all = factsOf(seen, 'missingImage');
  // A handler that fails on a record that lacks nothing has another trouble.
  const [control] = factsOf(seen, 'allImages');
  const isFine = [...all, ...(control === undefined ? [] : [control])].some(({ calls }) =>
    calls.some(({ outcome }) => outcome === 'success'),
  );
  if (!isFine) return undefined;
  for (const facts of all) {
    const found = breaksOn('breaksOnMissingImage', facts, clean);
    if (found === undefined) continue;
    const [record] = facts.probe.records;
    const isMissing = record?.dynamodb?.NewImage === undefined || record.dynamodb.OldImage === undefined;
    const isAccident = /TypeError|undefined|null/.test(found.evidence);
    if (isMissing && isAccident) return found;
  }
  return undefined;
};
