import { DynamoDBClient, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import middy from '@middy/core';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

interface PlainEvent {
  Records: { eventID?: string; dynamodb?: { NewImage?: Record<string, unknown> } }[];
}

const plainImages = {
  before: ({ event }: { event: PlainEvent }): void => {
    for (const { dynamodb: change } of event.Records) {
      if (change?.NewImage) change.NewImage = unmarshall(change.NewImage as Record<string, AttributeValue>);
    }
  },
};

const audit = async (event: PlainEvent): Promise<void> => {
  for (const { eventID = '', dynamodb: change } of event.Records) {
    const Item = { id: { S: eventID }, status: { S: String(change?.NewImage?.['status'] ?? 'removed') } };
    await dynamodb.send(new PutItemCommand({ TableName: process.env['AUDIT_TABLE'], Item }));
  }
};

const wrapped = middy().use(plainImages).handler(audit);
export const handler = (event: DynamoDBStreamEvent, context: unknown) => wrapped(event as PlainEvent, context as never);
