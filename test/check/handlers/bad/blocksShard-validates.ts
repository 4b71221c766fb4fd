import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

export const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
  for (const { eventID = '', eventName = '', dynamodb: change } of event.Records) {
    const total = change?.NewImage?.['totalCents']?.N;
    if (total !== undefined && Number(total) < 0) throw new Error(`${eventID}: a total below nothing`);
    const Item = { id: { S: eventID }, change: { S: eventName } };
    await dynamodb.send(new PutItemCommand({ TableName: process.env['AUDIT_TABLE'], Item }));
  }
};
