import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

export const handler = async (event) => {
  const kept = event.Records.filter(({ eventName }) => eventName !== 'REMOVE');
  if (kept.length === 0) return;
  for (const { eventID, dynamodb: change } of kept) {
    await dynamodb.send(
      new PutItemCommand({
        TableName: process.env.AUDIT_TABLE,
        Item: { id: { S: eventID }, total: change.NewImage.totalCents },
      }),
    );
  }
};
