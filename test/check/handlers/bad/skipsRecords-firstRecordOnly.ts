import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

export const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
  const record = event.Records[0];
  const image = record?.dynamodb?.NewImage;
  if (record?.eventID === undefined || image === undefined) return;
  await dynamodb.send(
    new PutItemCommand({
      TableName: process.env['AUDIT_TABLE'],
      Item: { id: { S: record.eventID }, status: { S: image['status']?.S ?? '' } },
    }),
  );
};
