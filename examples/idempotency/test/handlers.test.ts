import { readdirSync, readFileSync } from 'node:fs';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { beforeEach, expect, jest, test } from '@jest/globals';
import { handler as charging } from '../handlers/charge.ts';
import { handler as booking } from '../handlers/ledger.ts';
import { orders } from '../handlers/orders.ts';
import { handler as redelivered } from '../handlers/redelivered.ts';
import { handler as searching } from '../handlers/search.ts';
import { called } from '../handlers/services.ts';
import { handler as composed } from '../handlers/twoEffects.ts';
import { charge } from '../handlers/unitTested.ts';
import { handler as welcoming } from '../handlers/welcome.ts';

const folder = new URL('../handlers/', import.meta.url);
const documentation = readFileSync(new URL('../../../docs/idempotency.md', import.meta.url), 'utf8');
const snippets = [...documentation.matchAll(/```ts\n([\s\S]*?)\n```/g)].map(([, code = '']) => code);

beforeEach(() => {
  called.length = 0;
  jest.restoreAllMocks();
});

test('every snippet of the documentation is cut from one of these files', () => {
  const files = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));

  expect(snippets.length).toBeGreaterThan(4);
  for (const snippet of snippets) expect(files.filter((file) => file.includes(snippet))).toHaveLength(1);
});

test('the handlers of the documentation are Lambda functions that take a batch', async () => {
  for (const handler of [charging, booking, composed, redelivered, searching, welcoming]) {
    expect(await handler({ Records: [] })).toEqual({ batchItemFailures: [] });
  }
});

test('both effects of one handler happen, each under its own key, and lock the record until the deadline', async () => {
  const locks: unknown[] = [];
  jest.spyOn(DynamoDBPersistenceLayer.prototype, 'saveInProgress').mockImplementation(async function (
    this: DynamoDBPersistenceLayer,
    _key,
    remainingMs,
  ) {
    locks.push([Reflect.get(this, 'idempotencyKeyPrefix'), remainingMs]);
  });
  jest.spyOn(DynamoDBPersistenceLayer.prototype, 'saveSuccess').mockResolvedValue();
  const order = { orderId: 'o-1', customer: 'Ada', total: 12 };
  const context = { getRemainingTimeInMillis: () => 5_000 };

  await Reflect.apply(composed, undefined, [{ Records: [orders.insert(order)] }, context]);

  expect(called).toEqual(['pay o-1', 'receipt o-1']);
  expect(locks).toEqual([
    ['charge', 5_000],
    ['receipt', 5_000],
  ]);
});

test('the unit-tested effect happens once for two deliveries', async () => {
  const order = { orderId: 'o-1', customer: 'Ada', total: 12 };
  const wire = orders.insert(order);

  await charge(orders.decode(wire));
  await charge(orders.decode(structuredClone(wire)));

  expect(called).toEqual(['pay o-1']);
});
