import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { interceptEffects } from '@millrace/effects';
import { standIns } from '@millrace/effects/stand-ins';
import type { Attempt } from '@millrace/simulator';
import { run, toldOf } from './fixtures.ts';

type Event = { readonly Records: readonly { readonly dynamodb: { readonly Keys: { orderId: { S: string } } } }[] };

test('a client that knows of nothing finds its tables in the stand-in, and throttles there when told to', async () => {
  const services = standIns();
  const interception = interceptEffects({ standIns: services });
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  const handler = async ({ Records }: Event): Promise<void> => {
    for (const { dynamodb } of Records) {
      await client.send(
        new UpdateItemCommand({
          TableName: 'totals',
          Key: { orderId: dynamodb.Keys.orderId },
          UpdateExpression: 'ADD amount :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        }),
      );
    }
  };

  const trace = await run(handler, {
    faults: ({ index }: Attempt) => (index === 0 ? { effect: 2, fault: 'throttle' } : undefined),
  });
  const { Item } = await client.send(new GetItemCommand({ TableName: 'totals', Key: { orderId: { S: 'order-1' } } }));
  const fetched = await fetch('http://169.254.169.254/latest/api/token', { method: 'PUT' });
  client.destroy();
  interception.restore();

  expect(toldOf(trace).map((line) => line.replace(/Exception: .*/, 'Exception'))).toEqual([
    'invocation 0: effect 1 dynamodb.UpdateItem totals [101]: done',
    'invocation 0: effect 2 dynamodb.UpdateItem totals [102]: throttled ProvisionedThroughputExceededException',
    'invocation 0: functionError ProvisionedThroughputExceededException',
    'invocation 1: effect 1 dynamodb.UpdateItem totals [101]: done',
    'invocation 1: effect 2 dynamodb.UpdateItem totals [102]: done',
    'invocation 1: effect 3 dynamodb.UpdateItem totals [103]: done',
    'invocation 1: success',
  ]);
  expect(Item).toEqual({ orderId: { S: 'order-1' }, amount: { N: '2' } });
  expect(JSON.stringify(await services.state())).toContain('order-3');
  expect(fetched.status).toBe(404);
});
