import { type AttributeValue, DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';

type Image = Record<string, AttributeValue>;
const dynamodb = new DynamoDBClient({});
const TableName = process.env['REPLICA_TABLE'];

/** Of the changes of an order in a batch only the last counts: what was before would be written over at once. */
const lastOfEach = (records: readonly DynamoDBRecord[]) =>
  new Map(records.map((record) => [record.dynamodb?.Keys?.['orderId']?.S, record])).values();

export const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
  for (const { dynamodb: change } of lastOfEach(event.Records)) {
    if (change?.NewImage === undefined) {
      await dynamodb.send(new DeleteItemCommand({ TableName, Key: change?.Keys as Image }));
    } else {
      await dynamodb.send(new PutItemCommand({ TableName, Item: change.NewImage as Image }));
    }
  }
};
