import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { effects, interceptEffects } from '@millrace/effects';
import { type EffectEvent, simulate } from '@millrace/simulator';
import fc from 'fast-check';
import { type DynamoDbLocal, hasJava, startDynamoDbLocal, whyNoDynamoDbLocal } from '../src/dynamoDbLocal.ts';

// With no faults, what a handler does, hears and leaves behind is the same whether its requests are intercepted or not.

if (!hasJava()) process.stderr.write(`Skipped: ${whyNoDynamoDbLocal}\n`);
const withJava = hasJava() ? test : test.skip;

let local: DynamoDbLocal | undefined;
beforeAll(async () => {
  if (hasJava()) local = await startDynamoDbLocal();
}, 60_000);
afterAll(() => local?.stop());

const operations = ['put', 'putOnce', 'add', 'get', 'batch', 'transact', 'fail'] as const;
interface Step {
  readonly id: string;
  readonly does: readonly (typeof operations)[number][];
}
const steps = fc.array(
  fc.record({
    id: fc.constantFrom('order-1', 'order-2', 'order-3'),
    does: fc.array(fc.constantFrom(...operations), { maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 4 },
);

type Event = {
  readonly Records: readonly {
    readonly dynamodb: {
      readonly NewImage: { readonly id: { readonly S: string }; readonly does: { readonly S: string } };
    };
  }[];
};

function recordOf({ id, does }: Step, at: number) {
  return {
    eventID: `event-${at}`,
    eventName: 'INSERT' as const,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: 1767225600,
      Keys: { id: { S: id } },
      NewImage: { id: { S: id }, does: { S: does.join(' ') } },
      SequenceNumber: String(100 + at),
      SizeBytes: 10,
      StreamViewType: 'NEW_IMAGE' as const,
    },
  };
}

/** Sends one of several commands: the client's own types want to know which. */
async function send(
  client: DynamoDBClient,
  command: object,
): Promise<{ readonly $metadata: { httpStatusCode?: number } }> {
  return client.send(command as PutItemCommand);
}

/** Does what the records say, one after the other, and keeps what it hears. */
function handlerOf(client: DynamoDBClient, table: string, heard: unknown[]) {
  const commands = (id: string, operation: string) => {
    const key = { id: { S: id } };
    switch (operation) {
      case 'put':
        return new PutItemCommand({ TableName: table, Item: { ...key, total: { N: '1' } } });
      case 'putOnce':
        return new PutItemCommand({ TableName: table, Item: key, ConditionExpression: 'attribute_not_exists(id)' });
      case 'add':
        return new UpdateItemCommand({
          TableName: table,
          Key: key,
          UpdateExpression: 'ADD total :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
          ReturnValues: 'ALL_NEW',
        });
      case 'get':
        return new GetItemCommand({ TableName: table, Key: key });
      case 'batch':
        return new BatchWriteItemCommand({
          RequestItems: { [table]: [{ PutRequest: { Item: { id: { S: `b-${id}` } } } }] },
        });
      case 'transact':
        return new TransactWriteItemsCommand({
          TransactItems: [{ Put: { TableName: table, Item: { id: { S: `t-${id}` } } } }],
        });
      default:
        return new GetItemCommand({ TableName: `${table}-nowhere`, Key: key });
    }
  };
  return async ({ Records }: Event): Promise<void> => {
    for (const { dynamodb } of Records) {
      const { id, does } = dynamodb.NewImage;
      for (const operation of does.S.split(' ').filter((word) => word !== '')) {
        try {
          const { $metadata, ...answer } = await send(client, commands(id.S, operation));
          heard.push([operation, answer, $metadata.httpStatusCode]);
        } catch (error) {
          heard.push([operation, Object(error).name, String(Object(error).message).replaceAll(table, 'table')]);
        }
      }
    }
  };
}

withJava(
  'what is done against DynamoDB Local is the same with and without interception, and told one by one',
  async () => {
    let tables = 0;
    const clientOf = (): DynamoDBClient =>
      new DynamoDBClient({
        endpoint: local?.endpoint as string,
        region: 'eu-west-1',
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
        maxAttempts: 1,
      });
    const played = async (given: readonly Step[], way: 'off' | 'intercepted' | 'wrapped') => {
      const table = `effects-${++tables}`;
      const plain = clientOf();
      await plain.send(
        new CreateTableCommand({
          TableName: table,
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          BillingMode: 'PAY_PER_REQUEST',
        }),
      );
      const interception = way === 'intercepted' ? interceptEffects() : undefined;
      const client = way === 'wrapped' ? effects.client(clientOf()) : clientOf();
      const heard: unknown[] = [];
      const trace = await simulate({
        handler: handlerOf(client, table, heard),
        records: given.map(recordOf),
        mapping: { StartingPosition: 'TRIM_HORIZON', BatchSize: 100 },
        functionTimeoutMs: 60_000,
      });
      client.destroy();
      interception?.restore();
      const { Items: state = [] } = await plain.send(new ScanCommand({ TableName: table }));
      plain.destroy();
      const told = trace.events.filter((event): event is EffectEvent => event.type === 'effect');
      return {
        heard,
        state: state.map((item) => JSON.stringify(item)).sort(),
        told: told.map(({ name, outcome, sequenceNumber }) => [
          name.replaceAll(table, 'table'),
          outcome,
          sequenceNumber,
        ]),
      };
    };

    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        const off = await played(given, 'off');
        const intercepted = await played(given, 'intercepted');
        const wrapped = await played(given, 'wrapped');

        expect(intercepted.heard).toEqual(off.heard);
        expect(wrapped.heard).toEqual(off.heard);
        expect(intercepted.state).toEqual(off.state);
        expect(wrapped.state).toEqual(off.state);
        expect(off.told).toEqual([]);
        expect(intercepted.told).toEqual(wrapped.told);
        expect(intercepted.told.map(([, outcome]) => outcome === 'done')).toEqual(
          off.heard.map((one) => typeof (one as readonly unknown[])[1] === 'object'),
        );
        expect(intercepted.told.map(([, , record]) => record)).toEqual(
          given.flatMap(({ does }, at) => does.map(() => String(100 + at))),
        );
      }),
      { numRuns: 12, seed: 17 },
    );
  },
  180_000,
);
