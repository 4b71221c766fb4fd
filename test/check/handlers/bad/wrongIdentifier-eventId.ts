import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

export const handler = async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  for (const { eventID = '', eventName = '' } of event.Records) {
    try {
      const Item = { id: { S: eventID }, change: { S: eventName } };
      await dynamodb.send(new PutItemCommand({ TableName: process.env['AUDIT_TABLE'], Item }));
    } catch {
      return { batchItemFailures: [{ itemIdentifier: eventID }] };
    }
  }
  return { batchItemFailures: [] };
};
