import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

export const handler = async (event) => {
  try {
    for (const record of event.Records) {
      const Item = { id: { S: record.eventID }, change: { S: record.eventName } };
      await dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }));
    }
    return { statusCode: 200, body: 'ok' };
  } catch (error) {
    return { statusCode: 500, body: JSON.stringify({ message: error.message }) };
  }
};
