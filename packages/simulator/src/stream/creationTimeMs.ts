import { creationDate } from '@millrace/records';
import type { DynamoDBRecord } from 'aws-lambda';
import { ScenarioError } from '../scenario/scenarioError.ts';
import { givenText } from '../words/givenText.ts';
import { isOnCalendar } from '../words/isOnCalendar.ts';

/** Where a record stands, for errors about it. */
export interface RecordPlace {
  readonly shardId: string;
  readonly position: number;
}

/** Epoch milliseconds of a record's creation, in any form that @millrace/records reads; undefined when it says none. */
export function creationTimeMs(wire: DynamoDBRecord, place: RecordPlace): number | undefined {
  const created: unknown = wire?.dynamodb?.ApproximateCreationDateTime;
  if (created === undefined || created === null) return undefined;
  // AWS sends seconds, so the other forms are rare.
  const isSeconds = typeof created === 'number' && created < 1e11;
  const timeMs = isSeconds ? created * 1000 : creationDate(created).getTime();
  if (isOnCalendar(timeMs)) return Math.round(timeMs);
  throw new ScenarioError(
    'InvalidRecord',
    `Record ${place.position} of ${place.shardId}: dynamodb.ApproximateCreationDateTime is ${givenText(created)}, expected seconds since 1970 (or milliseconds, microseconds, an ISO time).`,
  );
}
