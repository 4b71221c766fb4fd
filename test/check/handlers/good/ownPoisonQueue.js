import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const dynamodb = new DynamoDBClient({});
const sqs = new SQSClient({});

async function audit({ eventID, eventName, dynamodb: change }) {
  if (Number(change.NewImage?.totalCents.N) < 0) throw new RangeError('a total below nothing');
  const Item = { id: { S: eventID }, change: { S: eventName } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }));
}

const setAside = (record, error) =>
  sqs.send(
    new SendMessageCommand({
      QueueUrl: process.env.POISON_QUEUE_URL,
      MessageBody: JSON.stringify({ record, error: error.message }),
      MessageGroupId: record.dynamodb.Keys.orderId.S,
      MessageDeduplicationId: record.eventID,
    }),
  );

export const handler = async (event) => {
  for (const record of event.Records) {
    try {
      await audit(record);
    } catch (error) {
      await setAside(record, error);
    }
  }
};
