import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});
const TableName = process.env['REPLICA_TABLE'];

const copy = async ({ dynamodb: change }: DynamoDBRecord) => {
  const orderId = { S: change?.Keys?.['orderId']?.S ?? '' };
  if (change?.NewImage === undefined) return dynamodb.send(new DeleteItemCommand({ TableName, Key: { orderId } }));
  const status = { S: change.NewImage['status']?.S ?? '' };
  return dynamodb.send(new PutItemCommand({ TableName, Item: { orderId, status } }));
};

export const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
  await Promise.all(event.Records.map(copy));
};
