// Checked by the compiler only: what must compile does, and each @ts-expect-error marks what must not.
import { batchHandler } from '@millrace/handler';
import { defineStream } from '@millrace/records';
import { createSimulation, type LambdaHandler, type ScenarioOptions, simulate } from '@millrace/simulator';
import type { DynamoDBStreamEvent, DynamoDBStreamHandler } from 'aws-lambda';
import * as z from 'zod';

declare const records: NonNullable<ScenarioOptions['records']>;
declare const handler: LambdaHandler;
declare const options: ScenarioOptions;
const mapping = { StartingPosition: 'LATEST' } as const;

// Any handler that Lambda hears.
void simulate({ handler, records, mapping });
void simulate(options);
void simulate({
  handler: batchHandler(
    defineStream({ item: z.object({ id: z.string() }), keys: ['id'], view: 'NEW_IMAGE' }),
    () => {},
  ),
  records,
  mapping,
});
void simulate({ handler: async (event) => void event.Records, records, mapping });
void simulate({ handler: (_event, _context, callback) => callback(null, { batchItemFailures: [] }), records, mapping });
declare const typed: DynamoDBStreamHandler;
void simulate({ handler: typed, records, mapping });
void simulate({ handler: async () => ({ batchItemFailures: [{ itemIdentifier: '1' }] }), records, mapping });
void simulate({
  handler: async ({ Records }: DynamoDBStreamEvent) => {
    if (Records.length === 0) return undefined;
    return { batchItemFailures: Records.map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber })) };
  },
  records,
  mapping,
});

// A report whose members name no record.
// @ts-expect-error It is itemIdentifier.
void simulate({ handler: async () => ({ batchItemFailures: [{ itemIdentifer: '1' }] }), records, mapping });
// @ts-expect-error It is itemIdentifier.
void createSimulation({ handler: async () => ({ batchItemFailures: [{ ItemIdentifier: '1' }] }), records, mapping });
// @ts-expect-error A sequence number alone is no member.
void simulate({ handler: () => ({ batchItemFailures: ['1'] }), records, mapping });
const misspelt = async ({ Records }: DynamoDBStreamEvent) => {
  if (Records.length === 0) return { batchItemFailures: [] };
  return { batchItemFailures: Records.map(({ dynamodb }) => ({ itemIdentifer: dynamodb?.SequenceNumber })) };
};
// @ts-expect-error It is itemIdentifier.
void simulate({ handler: misspelt, records, mapping });
// With the type of @types/aws-lambda, the handler itself does not compile.
// @ts-expect-error It is itemIdentifier.
const declared: DynamoDBStreamHandler = async () => ({ batchItemFailures: [{ itemIdentifer: '1' }] });
void simulate({ handler: declared, records, mapping });
