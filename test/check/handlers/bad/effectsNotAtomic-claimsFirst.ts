import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

async function isFirstTime(id: string): Promise<boolean> {
  const claim = { TableName: process.env['SEEN_TABLE'], Item: { id: { S: id } } };
  try {
    await dynamodb.send(new PutItemCommand({ ...claim, ConditionExpression: 'attribute_not_exists(id)' }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

export const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
  for (const { eventID = '' } of event.Records) {
    if (!(await isFirstTime(eventID))) continue;
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: process.env['TOTALS_TABLE'],
        Key: { id: { S: 'changes' } },
        UpdateExpression: 'ADD changes :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );
  }
};
