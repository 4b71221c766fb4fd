import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

export const handler = async (event) => {
  const records = structuredClone(event.Records);
  let record;
  while ((record = records.shift()) !== undefined) {
    delete record.dynamodb.SizeBytes;
    const Item = { id: { S: record.eventID }, change: { S: JSON.stringify(record.dynamodb) } };
    await dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }));
  }
};
