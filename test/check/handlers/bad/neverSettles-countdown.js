import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

export const handler = (event) =>
  new Promise((resolve) => {
    let left = event.Records.length;
    for (const record of event.Records) {
      const Item = { id: { S: record.eventID }, change: { S: record.eventName } };
      dynamodb
        .send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }))
        .then(() => {
          left -= 1;
          if (left === 0) resolve();
        })
        .catch((error) => console.error(error)); // and `left` never comes to 0
    }
  });
