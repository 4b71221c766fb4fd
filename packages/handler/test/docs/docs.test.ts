import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, jest, test } from '@jest/globals';
import { handler as batch } from './batch.ts';
import { handler as batchMap } from './batchMap.ts';
import { handler as bulk } from './bulk.ts';
import { orders } from './orders.ts';
import { handler as outcome } from './outcome.ts';
import { handler as poison } from './poison.ts';
import { called } from './services.ts';
import { revenue } from './window.ts';
import { customers } from './windowCodec.ts';

const documentation = readFileSync(join(__dirname, '../../../../docs/handler.md'), 'utf8');
const snippets = [...documentation.matchAll(/```ts\n([\s\S]*?)\n```/g)].map(([, code = '']) => code);

const open = { orderId: 'o-1', status: 'OPEN', total: 12 } as const;
const life = () => ({
  Records: [
    orders.insert(open),
    orders.modify(open, { ...open, status: 'PAID' }),
    orders.remove({ ...open, status: 'PAID' }),
    orders.insert({ ...open, orderId: 'o-2', total: -1 }),
  ],
});
const inWindow = {
  shardId: 'shardId-1',
  eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/1',
  window: { start: '2026-11-01T10:00:00Z', end: '2026-11-01T10:01:00Z' },
  state: {},
  isFinalInvokeForWindow: true,
  isWindowTerminatedEarly: false,
};

beforeEach(() => {
  called.length = 0;
  // The handler logs what it puts aside, as it should.
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

test('every snippet of the documentation is cut from one of these files', () => {
  const files = readdirSync(__dirname)
    .filter((name) => name !== 'docs.test.ts')
    .map((name) => readFileSync(join(__dirname, name), 'utf8'));

  expect(snippets.length).toBeGreaterThan(6);
  expect(snippets.filter((snippet) => files.filter((file) => file.includes(snippet)).length !== 1)).toEqual([]);
});

test.each([
  ['batch', batch, ['welcome o-1', 'post o-1', 'archive o-1', 'welcome o-2']],
  ['batchMap', batchMap, ['welcome o-1', 'archive o-1', 'welcome o-2']],
  ['poison', poison, ['charge o-1', 'queue  Order o-2 has a negative total.']],
  ['bulk', bulk, ['bulk 4']],
])('the handler of %s does what the page says', async (_, handler, effects) => {
  const answer = await handler(life());

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(called).toEqual(effects);
});

test('the handler of outcome counts', async () => {
  await outcome(life());

  expect(called.slice(4)).toEqual(['Processed 4', 'Poison 0', 'DoneAgain 0']);
});

test('the windows finish', async () => {
  await revenue({ ...inWindow, ...life() });
  await customers({ ...inWindow, ...life() });

  expect(called).toEqual(['metrics Revenue 11', 'metrics Orders changed 2']);
});
