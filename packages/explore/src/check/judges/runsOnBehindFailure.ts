import { compareSequenceNumbers } from '@millrace/records';
import { wasDone } from '@millrace/simulator';
import { cleanOf, factsOf, reportedIn, sameEnd } from '../seen.ts';
import { isHarmless, writesOf } from '../writes.ts';
import type { Judge } from './judge.ts';

/** Records behind the one that is reported were worked on, though all of them come again. */
export const runsOnBehindFailure: Judge = (seen) => {
  if (!seen.reports || seen.batchSize === 1) return undefined;
  const clean = cleanOf(seen);
  for (const facts of factsOf(seen, 'effectFault')) {
    const [call] = facts.calls;
    if (call === undefined || (call.outcome !== 'partialFailure' && call.outcome !== 'firstRecordReported')) continue;
    const reported = reportedIn(call.response)?.map(String) ?? [];
    const [lowest] = reported.toSorted(compareSequenceNumbers);
    const behind = writesOf(facts).filter(
      (effect) =>
        effect.invocation === 0 &&
        effect.sequenceNumber !== undefined &&
        lowest !== undefined &&
        compareSequenceNumbers(effect.sequenceNumber, lowest) > 0 &&
        wasDone(effect),
    );
    const harmful = behind.filter((effect) => !isHarmless(effect));
    const [first] = harmful;
    if (first === undefined || (clean !== undefined && sameEnd(seen, facts, clean))) continue;
    const evidence = `the answer reports ${lowest}, and ${harmful.length} effects of records behind it were done: they come again`;
    return { code: 'runsOnBehindFailure', scenario: facts.probe.name, evidence };
  }
  return undefined;
};
