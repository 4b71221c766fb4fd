import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

export const handler = async (event) => {
  for (const { eventName, eventID, dynamodb: change } of event.Records) {
    // Nothing to keep of an order that is gone; nor, by mistake, of those behind it.
    if (eventName === 'REMOVE') return;
    await dynamodb.send(
      new PutItemCommand({
        TableName: process.env.AUDIT_TABLE,
        Item: { id: { S: eventID }, total: change.NewImage.totalCents },
      }),
    );
  }
};
