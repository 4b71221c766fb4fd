import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({ maxAttempts: 1 });

const persistently = async (write) => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (attempt === 3) throw error;
      console.warn('once more', error.name);
    }
  }
};

export const handler = async (event) => {
  for (const { eventID, eventName } of event.Records) {
    const Item = { id: { S: eventID }, change: { S: eventName } };
    await persistently(() => dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item })));
  }
};
