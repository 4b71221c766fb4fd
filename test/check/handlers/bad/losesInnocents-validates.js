import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

export const handler = async (event) => {
  for (const { eventID, eventName, dynamodb: change } of event.Records) {
    if (Number(change.NewImage?.totalCents.N) < 0) throw new RangeError(`${eventID}: a total below nothing`);
    const Item = { id: { S: eventID }, change: { S: eventName } };
    await dynamodb.send(new PutItemCommand({ TableName: process.env.AUDIT_TABLE, Item }));
  }
};
