import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

// One entry of the log for each record: in whatever order, and however often, the log is the same.
const audit = async ({ eventID, eventName }) => {
  const Item = { id: { S: eventID }, change: { S: eventName } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }));
};

export const handler = async ({ Records }) => {
  const results = await Promise.allSettled(Records.map(audit));
  const failed = Records.filter((_, index) => results[index].status === 'rejected');
  return { batchItemFailures: failed.map(({ dynamodb: { SequenceNumber } }) => ({ itemIdentifier: SequenceNumber })) };
};
