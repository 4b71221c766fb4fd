import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

export async function handler(event) {
  event.Records.forEach(async (record) => {
    await dynamodb.send(
      new PutItemCommand({
        TableName: process.env.AUDIT_TABLE,
        Item: { id: { S: record.eventID }, change: { S: record.eventName } },
      }),
    );
  });
}
