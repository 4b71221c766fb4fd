import { tableOf } from '../madeRecords.ts';
import { factsOf } from '../seen.ts';
import { doneWrites } from '../writes.ts';
import type { Judge } from './judge.ts';

/** The handler writes to the table of its stream, and writes again when that change comes. */
export const selfTriggerLoop: Judge = (seen) => {
  const facts = factsOf(seen, 'followUp')[0];
  const [record] = facts?.probe.records ?? [];
  const table = record === undefined ? undefined : tableOf(record);
  if (facts === undefined || record === undefined || table === undefined) return undefined;
  const own = doneWrites(facts).find(({ name }) => name.startsWith('dynamodb.') && name.split(' ').includes(table));
  if (own === undefined) return undefined;
  const evidence = `${own.name} brings a record, for which ${own.name} is called again`;
  return { code: 'selfTriggerLoop', scenario: facts.probe.name, evidence };
};
