import type { Exploree, ExploreOptions } from '@millrace/explore';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { aggregate, records } from './aggregate.ts';

const mapping = { StartingPosition: 'TRIM_HORIZON', BatchSize: 10 } as const;

const counting = (): Exploree => {
  let count = 0;
  const handler = async ({ Records }: DynamoDBStreamEvent) => void (count += Records.length);
  return { handler, observe: () => count };
};

/** What a hunt explores: a handler that fails, and one that does not. */
export const failing = (): ExploreOptions => ({ setup: () => aggregate('after'), records, mapping });
/** Remembers in its process, which is gone with an answer. */
export const forgetful = (): ExploreOptions => ({ setup: counting, records, mapping });
export const surviving = (): ExploreOptions => ({ setup: () => aggregate('together'), records, mapping });
