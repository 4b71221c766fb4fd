import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { Context, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { bill } from './billing.ts';
import type { Strategy } from './strategy.ts';

/** As its documentation combines the two: the batch processor, an idempotent record handler, the context registered. */
export const powertools: Strategy = {
  name: 'Powertools, as documented',
  handler: (stage) => {
    const persistenceStore = new DynamoDBPersistenceLayer({
      tableName: stage.tableName,
      awsSdkV3Client: stage.client,
    });
    const config = new IdempotencyConfig({ eventKeyJmesPath: 'eventID' });
    const processor = new BatchProcessor(EventType.DynamoDBStreams);
    const onRecord = makeIdempotent(
      async (record: DynamoDBRecord, context: Context) => bill(stage, record.dynamodb?.SequenceNumber ?? '', context),
      { persistenceStore, config },
    );
    return (event: DynamoDBStreamEvent, context: Context) => {
      config.registerLambdaContext(context);
      return processPartialResponse(event, onRecord, processor, { context });
    };
  },
};
