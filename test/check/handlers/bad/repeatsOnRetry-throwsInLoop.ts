import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const sns = new SNSClient({});

export const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
  for (const { eventName, dynamodb } of event.Records) {
    const Message = `order ${dynamodb?.Keys?.['orderId']?.S}: ${eventName}`;
    await sns.send(new PublishCommand({ TopicArn: process.env['TOPIC_ARN'], Message }));
  }
};
