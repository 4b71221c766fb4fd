import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const queues = new SQSClient({ maxAttempts: 1 });
const { QUEUE_URL: QueueUrl } = process.env;

/** Sends what changed, and nothing else. */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<void> {
  for (const { eventID } of Records) await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: eventID }));
}
