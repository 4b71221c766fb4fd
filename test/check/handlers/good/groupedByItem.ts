import { type AttributeValue, DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';

type Image = Record<string, AttributeValue>;
const dynamodb = new DynamoDBClient({});
const TableName = process.env['REPLICA_TABLE'];

async function copyAll(recordsOfOneOrder: readonly DynamoDBRecord[]): Promise<void> {
  for (const { dynamodb: change } of recordsOfOneOrder) {
    if (change?.NewImage === undefined) {
      await dynamodb.send(new DeleteItemCommand({ TableName, Key: change?.Keys as Image }));
    } else {
      await dynamodb.send(new PutItemCommand({ TableName, Item: change.NewImage as Image }));
    }
  }
}

/** Orders side by side, the changes of each order one behind the other. */
export const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
  const byOrder = new Map<string, DynamoDBRecord[]>();
  for (const record of event.Records) {
    const orderId = record.dynamodb?.Keys?.['orderId']?.S ?? '';
    byOrder.set(orderId, [...(byOrder.get(orderId) ?? []), record]);
  }
  const results = await Promise.allSettled([...byOrder.values()].map(copyAll));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
};
