import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Interception, interceptEffects } from '@millrace/effects';
import { standIns } from '@millrace/effects/stand-ins';
import { explore } from '@millrace/explore';
import { randomUUID } from 'node:crypto';
import { centsOf, type Event, idOf, mapping, records } from './proof/world.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const client = new DynamoDBClient({ region: 'eu-west-1', credentials, maxAttempts: 1 });
const options = { records: records.slice(0, 2), mapping, seed: 18, runs: 5, enumerate: 20 };
let interception: Interception;

beforeAll(() => {
  interception = interceptEffects({ standIns: standIns() });
});

afterAll(() => {
  interception.restore();
  client.destroy();
});

describe('a handler that stand-ins answer needs no observe', () => {
  test('what they hold is compared: a sum that counts twice fails, and the story tells the two states', async () => {
    const handler = async ({ Records }: Event) => {
      for (const record of Records) {
        const input = {
          TableName: 'ledger',
          Key: { id: { S: 'total' } },
          UpdateExpression: 'ADD cents :cents',
          ExpressionAttributeValues: { ':cents': { N: String(centsOf(record)) } },
        };
        await client.send(new UpdateItemCommand(input));
      }
    };
    const { counterexample } = await explore({ ...options, setup: () => ({ handler }) });

    expect(counterexample).toMatchObject({ code: 'finalStateDiffers', faults: [{ fault: 'crash' }] });
    expect(counterexample?.records).toHaveLength(1);
    expect(counterexample?.story).toContain('`dynamodb.UpdateItem ledger` ran again for record 1.');
    expect(counterexample?.story).toMatch(/is '20', without faults '10'\./);
  });

  test('ids and times that are new each time make no difference', async () => {
    const handler = async ({ Records }: Event) => {
      for (const record of Records) {
        const Item = {
          id: { S: idOf(record) },
          cents: { N: String(centsOf(record)) },
          writtenAt: { N: String(Date.now()) },
          expires: { N: String(Math.floor(Date.now() / 1000) + 90_000) },
          request: { S: randomUUID() },
        };
        await client.send(new PutItemCommand({ TableName: 'copy', Item }));
      }
    };
    const found = await explore({ ...options, setup: () => ({ handler }) });

    expect(found.report).toContain('It survived');
    expect(found.exercised.crash.struck).toBeGreaterThan(0);
  });
});
