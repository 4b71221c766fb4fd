import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import middy from '@middy/core';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

/** Refuses the whole event for one record of it. */
const validate = {
  before: ({ event }: { event: DynamoDBStreamEvent }): void => {
    const wrong = event.Records.find(({ dynamodb: change }) => Number(change?.NewImage?.['totalCents']?.N) < 0);
    if (wrong) throw new RangeError(`${wrong.eventID}: a total below nothing`);
  },
};

const audit = async (event: DynamoDBStreamEvent): Promise<void> => {
  for (const { eventID = '', eventName = '' } of event.Records) {
    const Item = { id: { S: eventID }, change: { S: eventName } };
    await dynamodb.send(new PutItemCommand({ TableName: process.env['AUDIT_TABLE'], Item }));
  }
};

export const handler = middy().use(validate).handler(audit);
