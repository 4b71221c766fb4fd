import { type AttributeValue, DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

type Image = Record<string, AttributeValue>;
const dynamodb = new DynamoDBClient({});
const TableName = process.env['REPLICA_TABLE'];

export const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
  for (const { eventName, dynamodb: change } of event.Records) {
    if (eventName === 'REMOVE') {
      await dynamodb.send(new DeleteItemCommand({ TableName, Key: change?.Keys as Image }));
    } else {
      await dynamodb.send(new PutItemCommand({ TableName, Item: change?.NewImage as Image }));
    }
  }
};
