import { Readable } from 'node:stream';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { checkItemOrder, simulate } from '../src/index.ts';

// Where records come from: any iterable, and of more than one stream.

const arnOf = (table: string) => `arn:aws:dynamodb:eu-west-1:123456789012:table/${table}/stream/2026`;
const change = (number: number, table = 'Orders'): DynamoDBRecord => ({
  eventName: 'INSERT',
  eventSourceARN: arnOf(table),
  dynamodb: { Keys: { id: { S: 'a' } }, SequenceNumber: String(number), ApproximateCreationDateTime: 1_790_000_000 },
});
const mapping = { StartingPosition: 'TRIM_HORIZON' } as const;

describe('two tables in one run', () => {
  test('are two streams: no batch holds both, and their items are never the same', async () => {
    const seen: (string | undefined)[][] = [];
    const handler = async ({ Records }: DynamoDBStreamEvent): Promise<void> => {
      seen.push(Records.map(({ eventSourceARN }) => eventSourceARN));
    };

    const trace = await simulate({
      handler,
      shards: {
        orders: { records: [change(5), change(6)] },
        users: { records: [change(1, 'Users'), change(2, 'Users')] },
      },
      mapping: { ...mapping, ParallelizationFactor: 2 },
    });

    const keys = trace.events.flatMap((event) => (event.type === 'recordsRead' ? [event.itemKeys[0]] : []));
    expect(seen).toEqual([
      [arnOf('Orders'), arnOf('Orders')],
      [arnOf('Users'), arnOf('Users')],
    ]);
    expect(new Set(keys).size).toBe(2);
    expect(checkItemOrder(trace)).toEqual([]);
    expect(trace.scenario).toMatchObject({
      streamArn: arnOf('Orders'),
      shards: { orders: { parents: [] }, users: { streamArn: arnOf('Users') } },
    });
  });

  test('a document, a window and a stream of a child shard are of their own stream', async () => {
    const events: { eventSourceARN?: string }[] = [];
    const handler = async (event: { eventSourceARN?: string }): Promise<void> => {
      events.push(event);
      throw new Error('no');
    };

    const { destination } = await simulate({
      handler,
      shards: {
        orders: { records: [change(5)] },
        users: { records: [change(1, 'Users')] },
        later: { parents: ['users'], records: [] },
      },
      mapping: {
        ...mapping,
        MaximumRetryAttempts: 0,
        TumblingWindowInSeconds: 60,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' } },
      },
    });

    const told = destination.map(({ body }) => JSON.parse(body).DDBStreamBatchInfo.streamArn);
    expect(new Set(told)).toEqual(new Set([arnOf('Orders'), arnOf('Users')]));
    expect(new Set(events.map(({ eventSourceARN }) => eventSourceARN))).toEqual(new Set(told));
  });
});

describe('records from any iterable', () => {
  const records = [change(1), change(2), change(3)];
  // Of another realm, as everything of Node's is in a test of Jest.
  const elsewhere = runInNewContext(
    `(records) => ({
      promises: { [Symbol.asyncIterator]: () => { const all = records[Symbol.iterator](); return { next: async () => all.next() }; } },
      generator: (async function* () { yield* records; })(),
      list: Array.from(records),
      thenables: { [Symbol.asyncIterator]: () => {
        const all = records[Symbol.iterator]();
        return { next: () => ({ then: (resolve) => resolve(all.next()) }) };
      } },
    })`,
  )(records);

  test.each<[string, () => AsyncIterable<DynamoDBRecord> | Iterable<DynamoDBRecord>]>([
    ['a stream of Node', () => Readable.from(records)],
    ['promises of another realm', () => elsewhere.promises],
    ['a generator of another realm', () => elsewhere.generator],
    ['a list of another realm', () => elsewhere.list],
    ['a `next()` that answers a thenable', () => elsewhere.thenables],
    ['a set', () => new Set(records)],
  ])('%s', async (_, source) => {
    const seen: (string | undefined)[] = [];
    const handler = async ({ Records }: DynamoDBStreamEvent): Promise<void> => {
      seen.push(...Records.map(({ dynamodb }) => dynamodb?.SequenceNumber));
    };

    await simulate({ handler, records: source(), mapping: { ...mapping, BatchSize: 1 } });

    expect(seen).toEqual(['1', '2', '3']);
  });
});
