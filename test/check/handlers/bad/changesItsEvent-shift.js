import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

export const handler = async (event) => {
  let record;
  while ((record = event.Records.shift()) !== undefined) {
    const Item = { id: { S: record.eventID }, change: { S: record.eventName } };
    await dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }));
  }
};
