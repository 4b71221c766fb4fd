import { describe, expect, test } from '@jest/globals';
import { simulate } from '@millrace/simulator';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { modelOf, type ModelOptions } from './batchModel.ts';
import { indexesOf, recordOf } from './streamOf.ts';

const longest = 6;

describe(`all streams up to ${longest} records against an independent model`, () => {
  for (const reports of [false, true]) {
    for (const bisects of [false, true]) {
      for (const retries of [0, 1, 2]) {
        test(`reporting ${reports}, bisect ${bisects}, ${retries} retries: every failure set, every batch size`, async () => {
          for (let count = 1; count <= longest; count++) {
            for (let failing = 0; failing < 2 ** count; failing++) {
              for (let batchSize = 1; batchSize <= count; batchSize++) {
                await expectModel(count, failing, { batchSize, retries, bisects, reports });
              }
            }
          }
        });
      }
    }
  }
});

/** `failing` is a set of records as bits. */
async function expectModel(count: number, failing: number, options: ModelOptions): Promise<void> {
  const fails = (record: number): boolean => ((failing >> record) & 1) === 1;
  const trace = await simulate({
    handler: (event: DynamoDBStreamEvent) => {
      const failed = event.Records.find((record) => fails(Number(record.dynamodb?.SequenceNumber) - 1000));
      if (failed === undefined) return {};
      if (!options.reports) throw new Error('one of them fails');
      return { batchItemFailures: [{ itemIdentifier: failed.dynamodb?.SequenceNumber }] };
    },
    records: Array.from({ length: count }, (_, index) => recordOf(index)),
    mapping: {
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: options.batchSize,
      MaximumRetryAttempts: options.retries,
      BisectBatchOnFunctionError: options.bisects,
      FunctionResponseTypes: options.reports ? ['ReportBatchItemFailures'] : [],
    },
    isolation: 'none',
  });

  const found = {
    calls: trace.invocations.map((invocation) => indexesOf(invocation.sequenceNumbers)),
    discarded: indexesOf(trace.discarded.map((record) => record.sequenceNumber)),
    checkpoint: trace.checkpoints.at(-1)?.sequenceNumber,
  };
  const expected = { ...modelOf(count, fails, options), checkpoint: String(1000 + count - 1) };
  // Comparing texts first keeps the matcher, which is slow, out of the thousands of runs that agree.
  if (JSON.stringify(found) !== JSON.stringify(expected))
    expect({ failing, options, ...found }).toEqual({ failing, options, ...expected });
}
