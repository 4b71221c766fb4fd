import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

const write = (record) =>
  dynamodb.send(
    new PutItemCommand({
      TableName: process.env.AUDIT_TABLE,
      Item: { id: { S: record.eventID }, change: { S: record.eventName } },
    }),
  );

export const handler = async (event) => {
  await Promise.allSettled(event.Records.map(write));
};
