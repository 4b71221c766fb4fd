import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

const logging = {
  before: ({ event }: { event: DynamoDBStreamEvent }): void => console.debug(`${event.Records.length} records`),
  onError: ({ error }: { error: Error | null }): void => console.error(error),
};

const audit = async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  for (const { eventID = '', eventName = '', dynamodb: change } of event.Records) {
    try {
      const Item = { id: { S: eventID }, change: { S: eventName } };
      await dynamodb.send(new PutItemCommand({ TableName: process.env['AUDIT_TABLE'], Item }));
    } catch (error) {
      console.warn(error);
      return { batchItemFailures: [{ itemIdentifier: change?.SequenceNumber ?? '' }] };
    }
  }
  return { batchItemFailures: [] };
};

export const handler = middy().use(logging).handler(audit);
