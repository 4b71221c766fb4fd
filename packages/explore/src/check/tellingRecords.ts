import type { DynamoDBRecord } from 'aws-lambda';
import { batchThatPasses } from './batchThatPasses.ts';
import type { CheckUpOptions } from './checkUpOptions.ts';
import { filterImage } from './filterImage.ts';
import { madeRecords, madeUpKeys, recordFromKeys } from './madeRecords.ts';
import { type PlanParts, probe } from './plan.ts';
import type { ProbeFacts } from './probeFacts.ts';
import type { Session } from './session.ts';
import { doneWrites } from './writes.ts';

/** Records with which the handler gets further, and in words what they have more than their keys. */
export interface TellingRecords {
  readonly made: PlanParts['made'];
  readonly words: string;
}

/**
 * In the place of records from keys alone, others with the attributes that the handler reads, or, where it fails or does nothing
 * with those, of another kind of change. `undefined` when it gets no further. A handler that reads nothing of INSERTs may of the
 * others, and what it does without is no fault.
 */
export async function tellingRecords(
  { keys = madeUpKeys, view = 'NEW_AND_OLD_IMAGES', mapping }: CheckUpOptions,
  parts: PlanParts,
  first: ProbeFacts,
  session: Session,
): Promise<TellingRecords | undefined> {
  const asks = await session.aside(
    probe(parts, 'asks', 'what its records have', parts.made.life, {
      mapping: { BatchSize: 1, MaximumRetryAttempts: 0 },
    }),
  );
  const asked = asks?.asked ?? {};
  const { eventSourceARN } = parts.made.life[0] ?? {};
  const record = {
    ...recordFromKeys(keys, view, { ...asked, ...filterImage(mapping?.FilterCriteria) }),
    ...(eventSourceARN !== undefined && { eventSourceARN }),
  };
  const made = batchThatPasses(madeRecords([record], view), mapping?.FilterCriteria);
  const names = Object.keys(asked);
  const ofKind: readonly (readonly [words: string, batch: readonly DynamoDBRecord[]])[] = [
    ['', made.batch],
    ['a MODIFY', made.modifies],
    ['a REMOVE', made.removes],
    ['a deletion by Time to Live', made.expired],
  ];
  // What it reads is given to it unless it then does less; another kind that it has no use for is answered with success too, which tells nothing.
  const isBetter = (facts: ProbeFacts, rank: number): boolean =>
    facts.probe.name === ''
      ? rankOf(facts) >= rank && doneWrites(facts).length >= doneWrites(first).length
      : rankOf(facts) > rank && doneWrites(facts).length > 0;
  let best: TellingRecords | undefined;
  let rank = rankOf(first);
  for (const [kind, batch] of ofKind) {
    if (kind === '' ? names.length === 0 : rank === most) continue;
    const facts = await session.aside(probe(parts, 'batch', kind, batch));
    if (facts === undefined || !isBetter(facts, rank)) continue;
    rank = rankOf(facts);
    const words = [...(names.length > 0 ? [`what it reads: ${names.join(', ')}`] : []), ...(kind === '' ? [] : [kind])];
    best = { made: { ...made, batch }, words: words.join('; ') };
  }
  return best;
}

const most = 3;

/** How much can be said of a handler with these records: it writes and succeeds, it writes, it succeeds, it fails. */
function rankOf(facts: ProbeFacts): number {
  const succeeds = facts.calls.length > 0 && facts.calls.every(({ outcome }) => outcome === 'success');
  return (doneWrites(facts).length > 0 ? 2 : 0) + (succeeds ? 1 : 0);
}
