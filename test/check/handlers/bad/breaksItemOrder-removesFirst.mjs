import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});
const TableName = process.env.REPLICA_TABLE;

export const handler = async ({ Records }) => {
  const removed = Records.filter(({ eventName }) => eventName === 'REMOVE');
  const written = Records.filter(({ eventName }) => eventName !== 'REMOVE');
  for (const { dynamodb: change } of removed) {
    await dynamodb.send(new DeleteItemCommand({ TableName, Key: change.Keys }));
  }
  for (const { dynamodb: change } of written) {
    await dynamodb.send(new PutItemCommand({ TableName, Item: change.NewImage }));
  }
};
