import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const processor = new BatchProcessor(EventType.DynamoDBStreams);
const dynamodb = new DynamoDBClient({});

const writeAudit = async (record) => {
  const Item = { id: { S: record.eventID }, change: { S: record.eventName } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }));
};

export const handler = async (event, context) => processPartialResponse(event, writeAudit, processor, { context });
