import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';

const sns = new SNSClient({});

export const handler = async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  for (const { eventName, dynamodb } of event.Records) {
    try {
      const Message = `order ${dynamodb?.Keys?.['orderId']?.S}: ${eventName}`;
      await sns.send(new PublishCommand({ TopicArn: process.env['TOPIC_ARN'], Message }));
    } catch {
      return { batchItemFailures: [{ itemIdentifier: dynamodb?.SequenceNumber ?? '' }] };
    }
  }
  return { batchItemFailures: [] };
};
