import http from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { effects, interceptEffects } from '@millrace/effects';
import { type EffectEvent, simulate } from '@millrace/simulator';
import * as fc from 'fast-check';
import {
  type DynamoDbLocal,
  hasJava,
  startDynamoDbLocal,
  whyNoDynamoDbLocal,
} from '../integration/src/dynamoDbLocal.ts';
import { clientConfig } from './clientConfig.ts';
import { inserted } from './inserted.ts';

// The law: where no fault is asked for, interception changes nothing. Random handlers work on DynamoDB Local and on a server of HTTP, once with their
// clients wrapped and nothing intercepted, and once as they are and intercepted.

const withJava = hasJava();
if (!withJava) process.stdout.write(`Skipped: ${whyNoDynamoDbLocal}\n`);

/** What a step works with. */
interface Tools {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly url: string;
  /** Of its own for each step where steps are done at once, so that their order changes nothing. */
  readonly key: string;
}

interface Step {
  readonly what: string;
  readonly act: (tools: Tools) => Promise<unknown>;
}

const keyOf = (key: string) => ({ pk: { S: key }, sk: { N: '1' } });

function httpRequest(url: string, method: string, body: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => resolve([response.statusCode, text]));
    });
    request.on('error', reject);
    request.write(body.slice(0, 1));
    request.end(body.slice(1));
  });
}

const fetched = async (url: string, init: RequestInit): Promise<unknown> => {
  const answer = await fetch(url, init);
  return [answer.status, await answer.text()];
};

const amount = fc.integer({ min: 1, max: 9 }).map(String);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(amount, fc.boolean()).map(([n, isNew]): Step => {
    const condition = isNew ? { ConditionExpression: 'attribute_not_exists(pk)' } : {};
    return {
      what: `put ${n} ${isNew}`,
      act: ({ client, table, key }) =>
        client.send(new PutItemCommand({ TableName: table, Item: { ...keyOf(key), n: { N: n } }, ...condition })),
    };
  }),
  amount.map((n): Step => {
    return {
      what: `add ${n}`,
      act: ({ client, table, key }) =>
        client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: keyOf(key),
            UpdateExpression: 'ADD n :n',
            ExpressionAttributeValues: { ':n': { N: n } },
            ReturnValues: 'ALL_NEW',
          }),
        ),
    };
  }),
  fc.constant<Step>({
    what: 'delete',
    act: ({ client, table, key }) =>
      client.send(new DeleteItemCommand({ TableName: table, Key: keyOf(key), ReturnValues: 'ALL_OLD' })),
  }),
  fc.constant<Step>({
    what: 'get',
    act: ({ client, table, key }) =>
      client.send(new GetItemCommand({ TableName: table, Key: keyOf(key), ConsistentRead: true })),
  }),
  fc.constant<Step>({
    what: 'query',
    act: ({ client, table, key }) =>
      client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: key } },
        }),
      ),
  }),
  amount.map((n): Step => {
    return {
      what: `batch ${n}`,
      act: ({ client, table, key }) => {
        const puts = ['2', '3'].map((sk) => ({
          PutRequest: { Item: { pk: { S: key }, sk: { N: sk }, n: { N: n } } },
        }));
        return client.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
      },
    };
  }),
  fc.boolean().map((isThere): Step => {
    return {
      what: `transact ${isThere}`,
      act: ({ client, table, key }) =>
        client.send(
          new TransactWriteItemsCommand({
            TransactItems: [
              { Put: { TableName: table, Item: { pk: { S: key }, sk: { N: '4' } } } },
              {
                ConditionCheck: {
                  TableName: table,
                  Key: keyOf(key),
                  ConditionExpression: `attribute_${isThere ? '' : 'not_'}exists(pk)`,
                },
              },
            ],
          }),
        ),
    };
  }),
  fc.tuple(fc.constantFrom('/charge', '/bad'), amount).map(([path, n]): Step => {
    return {
      what: `fetch ${path} ${n}`,
      act: ({ url, key }) => fetched(`${url}${path}`, { method: 'POST', body: `${key} ${n}` }),
    };
  }),
  fc.constant<Step>({ what: 'fetch', act: ({ url, key }) => fetched(`${url}/get?id=${key}`, {}) }),
  amount.map((n): Step => {
    return { what: `http ${n}`, act: ({ url, key }) => httpRequest(`${url}/put`, 'PUT', `${key} ${n}`) };
  }),
);

const programme = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 6 }),
  isAtOnce: fc.boolean(),
  records: fc.integer({ min: 1, max: 3 }),
});
type Programme = typeof programme extends fc.Arbitrary<infer Value> ? Value : never;

(withJava ? describe : describe.skip)('without faults', () => {
  let local: DynamoDbLocal;
  let heard: string[] = [];
  let tables = 0;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      heard.push(`${request.method} ${request.url} ${body}`);
      response.writeHead(request.url === '/bad' ? 409 : 200, { 'content-type': 'text/plain' });
      response.end(`${request.method} ${body}`);
    });
  });
  let url = '';
  beforeAll(async () => {
    local = await startDynamoDbLocal();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }, 60_000);
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    return local.stop();
  });
  const own = (): DynamoDBClient => new DynamoDBClient({ ...clientConfig, endpoint: local.endpoint });

  /** What the handler does and hears, and what is left of it, in a table of its own. */
  async function ran({ steps, isAtOnce, records }: Programme, isIntercepted: boolean) {
    const table = `same-${++tables}`;
    const observer = own();
    await observer.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'N' },
        ],
      }),
    );
    heard = [];
    const answers: unknown[] = [];
    const interception = isIntercepted ? interceptEffects() : undefined;
    const client = isIntercepted ? own() : effects.client(own());
    const heed = async ({ what, act }: Step, key: string): Promise<void> => {
      try {
        const answer = await act({ client, table, url, key });
        const { $metadata: _, ConsumedCapacity: __, ...fields } = Object(answer);
        answers.push([what, key, Array.isArray(answer) ? answer : fields]);
      } catch (error) {
        answers.push([what, key, (error as Error).name, (error as Error).message]);
      }
    };
    const trace = await simulate({
      handler: async (event: { readonly Records: readonly ReturnType<typeof inserted>[] }) => {
        for (const { dynamodb } of event.Records) {
          const id = dynamodb.Keys.id.S;
          if (isAtOnce) await Promise.all(steps.map((each, at) => heed(each, `${id}-${at}`)));
          else for (const each of steps) await heed(each, id);
        }
      },
      records: Array.from({ length: records }, (__, at) => inserted(at + 1)),
      mapping: { StartingPosition: 'TRIM_HORIZON' },
    });
    interception?.restore();
    const { Items } = await observer.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
    client.destroy();
    observer.destroy();
    const told = trace.events
      .filter((event): event is EffectEvent => event.type === 'effect')
      .map(({ name, kind, sequenceNumber, outcome, when }) =>
        [name.replaceAll(table, 'table'), kind, sequenceNumber, outcome, when].join(' '),
      );
    return {
      answers: isAtOnce ? sorted(answers) : answers,
      items: sorted(Items ?? []),
      heard: isAtOnce ? sorted(heard) : heard,
      ofTables: inOrder(
        told.filter((text) => text.startsWith('dynamodb.')),
        isAtOnce,
      ),
      ofServer: inOrder(
        told.filter((text) => !text.startsWith('dynamodb.')),
        isAtOnce,
      ),
      refusals: interception?.refusals ?? [],
    };
  }

  test('a handler hears, does and leaves the same with interception and without, and is told of by all that it does', async () => {
    await fc.assert(
      fc.asyncProperty(programme, async (one) => {
        const without = await ran(one, false);
        const withIt = await ran(one, true);

        expect(withIt.answers).toEqual(without.answers);
        expect(withIt.items).toEqual(without.items);
        expect(withIt.heard).toEqual(without.heard);
        // What is told is what the wrapped client tells, and what the server has heard.
        expect(withIt.ofTables).toEqual(without.ofTables);
        const names = withIt.heard.map((text) => text.replace(/^(\S+) (\/\w+).*$/, `$1 ${url.slice(7)}$2`));
        expect(withIt.ofServer.map((text) => text.split(' ').slice(0, 2).join(' ')).toSorted()).toEqual(
          names.toSorted(),
        );
        expect(withIt.refusals).toEqual([]);
      }),
      { numRuns: 25, seed: 20_261_129 },
    );
  }, 240_000);
});

function sorted<Value>(values: readonly Value[]): readonly Value[] {
  return values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function inOrder(texts: readonly string[], isAtOnce: boolean): readonly string[] {
  return isAtOnce ? texts.toSorted() : texts;
}
