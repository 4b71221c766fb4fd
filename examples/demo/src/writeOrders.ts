import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type { Order, OrderChange } from './orderChanges.ts';

/** Creates the table `tableName` with a stream of both images at an emulator, and writes the changes one by one. */
export async function writeOrders(endpoint: string, tableName: string, changes: readonly OrderChange[]): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'orderId', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'orderId', KeyType: 'HASH' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
    );
    await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 1 }, { TableName: tableName });
    for (const change of changes) {
      if (change.kind === 'put')
        await client.send(new PutItemCommand({ TableName: tableName, Item: itemOf(change.order) }));
      else await client.send(new DeleteItemCommand({ TableName: tableName, Key: { orderId: { S: change.orderId } } }));
    }
  } finally {
    client.destroy();
  }
}

function itemOf({ orderId, customer, status, totalCents }: Order) {
  return {
    orderId: { S: orderId },
    customer: { S: customer },
    status: { S: status },
    totalCents: { N: String(totalCents) },
  };
}
