import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

async function audit({ eventID, eventName, dynamodb: change }) {
  if (Number(change.NewImage?.totalCents.N) < 0) throw new RangeError('a total below nothing');
  const Item = { id: { S: eventID }, change: { S: eventName } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }));
}

export async function handler(event) {
  for (const record of event.Records) {
    try {
      await audit(record);
    } catch (error) {
      console.error(error);
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
}
