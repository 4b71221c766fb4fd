import { unmarshall } from '@aws-sdk/util-dynamodb';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

export const handler = async (event: DynamoDBStreamEvent): Promise<string | undefined> => {
  try {
    for (const record of event.Records) {
      const order = unmarshall(record.dynamodb?.NewImage as Record<string, AttributeValue>);
      await dynamodb.send(
        new PutItemCommand({
          TableName: process.env['AUDIT_TABLE'],
          Item: { id: { S: record.eventID ?? '' }, total: { N: String(order['totalCents']) } },
        }),
      );
    }
    return 'all written';
  } catch (error) {
    console.error(error);
    return undefined;
  }
};
