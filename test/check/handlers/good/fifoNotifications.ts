import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';

const sns = new SNSClient({});

export const handler = async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  for (const { eventID, eventName, dynamodb } of event.Records) {
    const orderId = dynamodb?.Keys?.['orderId']?.S;
    try {
      await sns.send(
        new PublishCommand({
          TopicArn: process.env['FIFO_TOPIC_ARN'],
          Message: JSON.stringify({ orderId, change: eventName }),
          MessageGroupId: orderId,
          MessageDeduplicationId: eventID,
        }),
      );
    } catch {
      return { batchItemFailures: [{ itemIdentifier: dynamodb?.SequenceNumber ?? '' }] };
    }
  }
  return { batchItemFailures: [] };
};
