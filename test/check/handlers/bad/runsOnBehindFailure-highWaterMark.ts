import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

/** Counts once: what is not newer than the last that was counted was counted before. */
async function count(sequenceNumber: string): Promise<void> {
  try {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: process.env['TOTALS_TABLE'],
        Key: { id: { S: 'changes' } },
        UpdateExpression: 'ADD changes :one SET lastCounted = :number',
        ConditionExpression: 'attribute_not_exists(lastCounted) OR lastCounted < :number',
        ExpressionAttributeValues: { ':one': { N: '1' }, ':number': { N: sequenceNumber } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

export const handler = async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const failures: string[] = [];
  for (const { dynamodb: change } of event.Records) {
    const sequenceNumber = change?.SequenceNumber ?? '';
    try {
      await count(sequenceNumber);
    } catch {
      failures.push(sequenceNumber);
    }
  }
  return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
};
