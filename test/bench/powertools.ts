import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { parser } from '@aws-lambda-powertools/batch/parser';
import { DynamoDBMarshalled } from '@aws-lambda-powertools/parser/helpers/dynamodb';
import { DynamoDBStreamChangeRecordBase, DynamoDBStreamRecord } from '@aws-lambda-powertools/parser/schemas/dynamodb';
import * as z from 'zod';
import { type BatchEvent, use } from './contender.ts';
import { Order } from './orders.ts';

// Equal work: keys and both images are unmarshalled and validated.
const perRecord = DynamoDBStreamRecord.extend({
  dynamodb: DynamoDBStreamChangeRecordBase.extend({
    Keys: DynamoDBMarshalled(z.object({ orderId: z.string(), line: z.number() })),
    NewImage: DynamoDBMarshalled(Order),
    OldImage: DynamoDBMarshalled(Order),
  }),
});

/** Powertools' batch processor and parser on the orders, in their fast way: the schema is prebuilt. */
export async function powertools(event: BatchEvent): Promise<void> {
  // The processor is per call, as its state must be.
  const processor = new BatchProcessor(EventType.DynamoDBStreams, { parser, schema: perRecord });
  const response = await processPartialResponse(event, (record: unknown) => use(record), processor);
  if (response.batchItemFailures.length > 0) throw new Error('Powertools rejected a record of the benchmark.');
}
