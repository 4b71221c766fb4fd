import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

export const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
  for (const record of event.Records) {
    try {
      await dynamodb.send(
        new PutItemCommand({
          TableName: process.env['AUDIT_TABLE'],
          Item: { id: { S: record.eventID ?? '' }, change: { S: record.eventName ?? '' } },
        }),
      );
    } catch (error) {
      console.error('could not write the audit log', record.eventID, error);
    }
  }
};
