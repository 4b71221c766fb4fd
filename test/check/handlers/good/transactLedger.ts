import { DynamoDBClient, TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

const countOnce = (id: string) =>
  new TransactWriteItemsCommand({
    TransactItems: [
      {
        Put: {
          TableName: process.env['SEEN_TABLE'],
          Item: { id: { S: id } },
          ConditionExpression: 'attribute_not_exists(id)',
        },
      },
      {
        Update: {
          TableName: process.env['TOTALS_TABLE'],
          Key: { id: { S: 'changes' } },
          UpdateExpression: 'ADD changes :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
    ],
  });

export const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
  for (const { eventID = '' } of event.Records) {
    try {
      await dynamodb.send(countOnce(eventID));
    } catch (error) {
      const counted =
        error instanceof TransactionCanceledException &&
        error.CancellationReasons?.[0]?.Code === 'ConditionalCheckFailed';
      if (!counted) throw error;
    }
  }
};
