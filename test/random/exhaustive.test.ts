import { describe, expect, test } from '@jest/globals';
import { simulate, type Fault, type Semantics } from '@millrace/simulator';
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

describe('a success that is forgotten, of each of the first calls', () => {
  for (const reports of [false, true]) {
    for (const bisects of [false, true]) {
      test(`reporting ${reports}, bisect ${bisects}: every failure set of up to 4 records, every batch size`, async () => {
        for (let count = 1; count <= 4; count++) {
          for (let failing = 0; failing < 2 ** count; failing++) {
            for (let batchSize = 1; batchSize <= count; batchSize++) {
              for (let forgotten = 0; forgotten < 5; forgotten++) {
                const forgets = (call: number): boolean => call === forgotten || call === forgotten + 1;
                await expectModel(count, failing, { batchSize, retries: 1, bisects, reports, forgets });
              }
            }
          }
        }
      });
    }
  }
});

describe('the documents of every failure set', () => {
  for (const documents of ['onePerBatch', 'mergeBisected', 'mergeNeighbours'] as const) {
    for (const reports of [false, true]) {
      for (const bisects of [false, true]) {
        test(`${documents}, reporting ${reports}, bisect ${bisects}: up to 5 records, every batch size`, async () => {
          for (let count = 1; count <= 5; count++) {
            for (let failing = 1; failing < 2 ** count; failing++) {
              for (let batchSize = 1; batchSize <= count; batchSize++) {
                await expectModel(count, failing, { batchSize, retries: 0, bisects, reports }, documents);
              }
            }
          }
        });
      }
    }
  }
});

/** `failing` is a set of records as bits. */
async function expectModel(
  count: number,
  failing: number,
  options: ModelOptions,
  documents?: Semantics['documents'],
): Promise<void> {
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
      ...(documents !== undefined && {
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:failures' } },
      }),
    },
    faults: ({ index }): Fault | undefined => (options.forgets?.(index) === true ? 'redeliver' : undefined),
    ...(documents !== undefined && { semantics: { documents } }),
    isolation: 'none',
  });

  const found = {
    calls: trace.invocations.map((invocation) => indexesOf(invocation.sequenceNumbers)),
    discarded: indexesOf(trace.discarded.map((record) => record.sequenceNumber)),
    checkpoint: trace.checkpoints.at(-1)?.sequenceNumber,
    documents: documents && trace.destination.map(({ body }) => rangeIn(body)),
  };
  const model = modelOf(count, fails, options);
  const expected = {
    calls: model.calls,
    discarded: model.discarded,
    checkpoint: String(1000 + count - 1),
    documents: documents && model.documents[documents].map((batch) => [batch[0], batch.at(-1), batch.length]),
  };
  // Comparing texts first keeps the matcher, which is slow, out of the thousands of runs that agree.
  if (JSON.stringify(found) !== JSON.stringify(expected))
    expect({ failing, options, ...found }).toEqual({ failing, options, ...expected });
}

/** First record, last record and count, as a document has them. */
function rangeIn(body: string): readonly number[] {
  const { startSequenceNumber, endSequenceNumber, batchSize } = JSON.parse(body).DDBStreamBatchInfo;
  return [...indexesOf([startSequenceNumber, endSequenceNumber]), batchSize];
}
