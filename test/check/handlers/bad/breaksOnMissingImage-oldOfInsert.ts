import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

type Image = Record<string, AttributeValue>;
const differences = (before: Image, after: Image): string[] =>
  Object.keys(before).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));

export const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
  for (const { eventID = '', dynamodb: change } of event.Records) {
    const changed = differences(change!.OldImage!, change?.NewImage ?? {});
    await dynamodb.send(
      new PutItemCommand({
        TableName: process.env['AUDIT_TABLE'],
        Item: { id: { S: eventID }, changed: { S: changed.join() } },
      }),
    );
  }
};
