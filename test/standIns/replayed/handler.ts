import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const tables = new DynamoDBClient({});
const queues = new SQSClient({});
const { AUDIT_TABLE: TableName, QUEUE_URL: QueueUrl } = process.env;

/** Writes what happened to an order beside what happened before, and sends how much that is. */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<void> {
  for (const { dynamodb } of Records) {
    const at = { S: dynamodb?.SequenceNumber ?? '' };
    const order = { S: dynamodb?.Keys?.['orderId']?.S ?? '' };
    await tables.send(new PutItemCommand({ TableName, Item: { at, order } }));
    const { Count } = await tables.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: '#order = :order',
        ExpressionAttributeNames: { '#order': 'order' },
        ExpressionAttributeValues: { ':order': order },
      }),
    );
    await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ order: order.S, Count }) }));
  }
}
