import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

export const handler = async ({ Records }) => {
  for (const { eventName, dynamodb } of Records) {
    if (eventName === 'REMOVE') continue;
    await client.send(
      new UpdateItemCommand({
        TableName: process.env.NOTES,
        Key: dynamodb.Keys,
        UpdateExpression: 'SET words = :words',
        ExpressionAttributeValues: { ':words': { N: String(dynamodb.NewImage.body.S.split(' ').length) } },
      }),
    );
  }
};
