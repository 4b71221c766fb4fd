/** One contender in a process of its own, started by simulator.ts. */
import { simulate } from '@millrace/simulator';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { contendWith, use } from './contender.ts';
import { modify } from './modify.ts';
import type { ContenderName } from './simulator.ts';

const BatchSize = Number(process.argv[3]);
const records = Array.from({ length: 20_000 }, (_, index) => modify(index));
const batches = Array.from({ length: records.length / BatchSize }, (_, batch) =>
  records.slice(batch * BatchSize, (batch + 1) * BatchSize),
);
const mapping = { StartingPosition: 'TRIM_HORIZON', BatchSize, MaximumRetryAttempts: 2 };
const handler = (event: DynamoDBStreamEvent): void => use(event.Records);

const contenders: Readonly<Record<ContenderName, () => unknown>> = {
  copy: () => {
    for (const batch of batches) handler(JSON.parse(JSON.stringify({ Records: batch })) as DynamoDBStreamEvent);
  },
  json: () => simulate({ handler, records, mapping, isolation: 'json' }),
  none: () => simulate({ handler, records, mapping, isolation: 'none' }),
};

contendWith(async () => {
  const startedAt = performance.now();
  await contenders[process.argv[2] as ContenderName]();
  const microseconds = ((performance.now() - startedAt) * 1000) / records.length;
  return { microseconds, bytes: JSON.stringify(records[0]).length };
});
