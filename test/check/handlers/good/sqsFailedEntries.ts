import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';

const sqs = new SQSClient({});

export const handler = async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const { Failed = [] } = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: process.env['QUEUE_URL'],
      Entries: Records.map(({ eventID, dynamodb }, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(dynamodb?.Keys),
        MessageGroupId: 'orders',
        MessageDeduplicationId: eventID,
      })),
    }),
  );
  const sequenceNumbers = Failed.map(({ Id }) => Records[Number(Id)]?.dynamodb?.SequenceNumber ?? '');
  return { batchItemFailures: sequenceNumbers.map((itemIdentifier) => ({ itemIdentifier })) };
};
