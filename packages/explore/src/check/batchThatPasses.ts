import { type EventSourceMapping, explainFilters } from '@millrace/simulator';
import type { DynamoDBRecord } from 'aws-lambda';
import type { MadeRecords } from './madeRecords.ts';

/** The records with another batch, where the filters of the mapping pass more of it: changes, or deletions. */
export function batchThatPasses(made: MadeRecords, criteria: EventSourceMapping['FilterCriteria']): MadeRecords {
  const explain = explainFilters(criteria);
  const passed = (records: readonly DynamoDBRecord[]): number => records.filter((each) => explain(each).passes).length;
  let { batch } = made;
  for (const other of [made.inserts, made.modifies, made.removes, made.expired]) {
    if (passed(other) > passed(batch)) batch = other;
  }
  return { ...made, batch };
}
