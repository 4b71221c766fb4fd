import { DynamoDBClient, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

export const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
  for (const record of event.Records) {
    const order = unmarshall(record.dynamodb!.NewImage as Record<string, AttributeValue>);
    await dynamodb.send(
      new PutItemCommand({
        TableName: process.env['AUDIT_TABLE'],
        Item: { id: { S: record.eventID ?? '' }, order: { S: String(order['orderId']) } },
      }),
    );
  }
};
