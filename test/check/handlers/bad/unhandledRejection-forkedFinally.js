import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient({});

export const handler = async (event) => {
  for (const record of event.Records) {
    const startedAt = Date.now();
    const write = dynamodb.send(
      new PutItemCommand({
        TableName: process.env.AUDIT_TABLE,
        Item: { id: { S: record.eventID }, change: { S: record.eventName } },
      }),
    );
    write.finally(() => console.debug(`took ${Date.now() - startedAt} ms`));
    await write;
  }
};
