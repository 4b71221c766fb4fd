import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

/** Keeps `updatedAt` of each order at the time of its last change; which is a change. */
export const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
  for (const { eventName, dynamodb: change } of event.Records) {
    if (eventName === 'REMOVE' || !change?.Keys) continue;
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: process.env['TABLE'],
        Key: { orderId: { S: change.Keys['orderId']?.S ?? '' } },
        UpdateExpression: 'SET updatedAt = :at',
        ExpressionAttributeValues: { ':at': { N: String(change.ApproximateCreationDateTime) } },
      }),
    );
  }
};
