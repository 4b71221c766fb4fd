import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

export const handler = async ({ Records: [record] }: DynamoDBStreamEvent): Promise<void> => {
  const Item = { id: { S: record?.eventID ?? '' }, change: { S: record?.eventName ?? '' } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env['AUDIT_TABLE'], Item }));
};
