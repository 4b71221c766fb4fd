import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

// Began its life behind a queue of SQS, whose records have a `messageId`.
export const handler = async (event) => {
  const batchItemFailures = [];
  for (const record of event.Records) {
    try {
      const Item = { id: { S: record.eventID }, change: { S: record.eventName } };
      await dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }));
    } catch {
      batchItemFailures.push({ itemIdentifier: record.messageId });
      break;
    }
  }
  return { batchItemFailures };
};
