import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

// Writes the table whose stream it reads; its own change comes back, has nothing left to write, and that is the end.
export const handler = async (event) => {
  for (const { eventName, dynamodb: change } of event.Records) {
    if (eventName === 'REMOVE') continue;
    const search = change.NewImage.customer.S.toLowerCase();
    if (change.NewImage.searchName?.S === search) continue;
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: process.env.TABLE,
        Key: change.Keys,
        UpdateExpression: 'SET searchName = :search',
        ExpressionAttributeValues: { ':search': { S: search } },
      }),
    );
  }
};
