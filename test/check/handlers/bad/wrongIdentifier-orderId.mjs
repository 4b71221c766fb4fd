import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

async function audit(record) {
  const Item = { id: { S: record.eventID }, change: { S: record.eventName } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }));
}

export async function handler({ Records }) {
  const results = await Promise.allSettled(Records.map(audit));
  const failed = Records.filter((_, index) => results[index].status === 'rejected');
  return { batchItemFailures: failed.map((record) => ({ itemIdentifier: record.dynamodb.Keys.orderId.S })) };
}
