import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});
const seen = new Set<string>();

export const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
  for (const { eventID = '', eventName = '' } of event.Records) {
    if (seen.has(eventID)) continue;
    seen.add(eventID);
    const Item = { id: { S: eventID }, change: { S: eventName } };
    await dynamodb.send(new PutItemCommand({ TableName: process.env['AUDIT_TABLE'], Item }));
  }
};
