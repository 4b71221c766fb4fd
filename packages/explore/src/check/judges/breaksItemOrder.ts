import { compareSequenceNumbers } from '@millrace/records';
import { type EffectEvent, wasDone } from '@millrace/simulator';
import type { Sighting } from '../finding.ts';
import { changeOtherItems } from '../changeOtherItems.ts';
import type { Probe } from '../probe.ts';
import type { ProbeFacts } from '../probeFacts.ts';
import { factsOf, sameEnd, type Seen } from '../seen.ts';
import { sameWrites, writesOf } from '../writes.ts';
import { answersBeforeDone } from './answersBeforeDone.ts';
import type { Judge } from './judge.ts';

/** Of one item, the change of a later record was done before that of an earlier one, and it is not made good. */
export const breaksItemOrder: Judge = (seen) => {
  if (seen.batchSize === 1 || answersBeforeDone(seen) !== undefined) return undefined;
  const clean = factsOf(seen, 'sameItem')[0];
  const inClean = clean === undefined ? undefined : outOfOrder(clean);
  if (clean !== undefined && inClean !== undefined) {
    return { code: 'breaksItemOrder', scenario: clean.probe.name, evidence: inClean };
  }
  const other =
    raced(seen, 'sameItem', 'itemRace') ??
    raced(seen, 'itemLifeApart', 'itemLife') ??
    raced(seen, 'itemLifeApart', 'lifeRace');
  if (other !== undefined) return other;
  const faulty = factsOf(seen, 'itemFault')[0];
  if (clean === undefined || faulty === undefined || sameEnd(seen, clean, faulty)) return undefined;
  // Behind a failure that is reported it is runsOnBehindFailure.
  const [call] = faulty.calls;
  if (call?.outcome === 'firstRecordReported' || call?.outcome === 'partialFailure') return undefined;
  const evidence = outOfOrder(faulty);
  return evidence === undefined ? undefined : { code: 'breaksItemOrder', scenario: faulty.probe.name, evidence };
};

/** The same changes leave the tables otherwise than they do in order. */
function raced(seen: Seen, inOrder: Probe['kind'], inQuestion: Probe['kind']): Sighting | undefined {
  const [one, other] = [factsOf(seen, inOrder)[0], factsOf(seen, inQuestion)[0]];
  const isWhole = (facts: ProbeFacts): boolean => facts.calls.every(({ outcome }) => outcome === 'success');
  if (one === undefined || other === undefined || !isWhole(one) || !isWhole(other)) return undefined;
  const [held, heldThen] = [heldBy(one), heldBy(other)];
  if (!sameWrites(one, other)) return undefined;
  if (!seen.hasStableState || held === heldThen || writesOf(other).some(({ when }) => when === 'afterAnswer'))
    return undefined;
  const evidence = `the tables and streams do not hold what ${one.probe.name} leaves in them`;
  return { code: 'breaksItemOrder', scenario: other.probe.name, evidence };
}

/** What has an order of its own: the items of tables, and in a stream what was put under the same key. */
function heldBy({ steadyState }: ProbeFacts): string {
  const { dynamodb = {}, kinesis = {} } = Object(steadyState) as Readonly<Record<string, object | undefined>>;
  const puts = Object.entries(kinesis).flatMap(([stream, records]: [string, unknown]) =>
    (Array.isArray(records) ? records : []).map((record: unknown) => ({
      key: `${stream} ${Object(record).PartitionKey}`,
      record,
    })),
  );
  return JSON.stringify([dynamodb, puts.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))]);
}

function outOfOrder(facts: ProbeFacts): string | undefined {
  const first = new Map<string, EffectEvent>();
  for (const effect of writesOf(facts)) {
    const key = `${effect.name}\n${effect.sequenceNumber}`;
    if (effect.sequenceNumber !== undefined && wasDone(effect) && !first.has(key)) first.set(key, effect);
  }
  const writes = [...first.values()]; // In the order in which they were done.
  for (const [at, one] of writes.entries()) {
    const { name, sequenceNumber: number = '' } = one;
    const later = writes.slice(0, at).find((other) => {
      const isLater = compareSequenceNumbers(other.sequenceNumber ?? '', number) > 0;
      return other.name === name && isLater && !changeOtherItems(one, other, facts.state);
    });
    if (later !== undefined)
      return `${name} of record ${later.sequenceNumber} was done before that of record ${number}, of the same item`;
  }
  return undefined;
}
