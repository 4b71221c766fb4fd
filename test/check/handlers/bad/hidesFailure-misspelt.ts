import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

export const handler = async (event: DynamoDBStreamEvent) => {
  const batchItemFailure: { itemIdentifier: string | undefined }[] = [];
  for (const { eventID = '', eventName = '', dynamodb: change } of event.Records) {
    try {
      const Item = { id: { S: eventID }, change: { S: eventName } };
      await dynamodb.send(new PutItemCommand({ TableName: process.env['AUDIT_TABLE'], Item }));
    } catch {
      batchItemFailure.push({ itemIdentifier: change?.SequenceNumber });
      break;
    }
  }
  return { batchItemFailure };
};
