import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});
const pending = [];

export const handler = async (event) => {
  for (const record of event.Records) {
    pending.push({ id: { S: record.eventID }, change: { S: record.eventName } });
  }
  // What was written stays in the list, and is written again by each later call.
  for (const Item of pending) {
    await dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }));
  }
};
