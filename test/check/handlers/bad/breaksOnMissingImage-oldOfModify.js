import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

// The stream's view is NEW_IMAGE: there is no image from before.
export const handler = async (event) => {
  for (const { eventID, eventName, dynamodb: change } of event.Records) {
    if (eventName !== 'MODIFY') continue;
    const from = change.OldImage.status.S;
    const Item = { id: { S: eventID }, from: { S: from }, to: { S: change.NewImage.status.S } };
    await dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }));
  }
};
