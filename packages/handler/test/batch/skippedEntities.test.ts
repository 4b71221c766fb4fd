import { describe, expect, test } from '@jest/globals';
import { bulkHandler, processBatch, reduceWindow, tumblingWindow } from '@millrace/handler';
import { defineStream } from '@millrace/records';
import * as z from 'zod';
import { memoryLogger } from '../orders.ts';

const shop = defineStream({
  entities: { order: z.object({ pk: z.string(), type: z.literal('order'), total: z.number() }) },
  discriminator: 'type',
  keys: ['pk'],
  unknownEntity: 'skip',
});
const order = shop.insert({ pk: 'o-1', type: 'order', total: 5 });
// What another team keeps in the same table.
const other = {
  ...order,
  dynamodb: { ...order.dynamodb, SequenceNumber: '7', NewImage: { pk: { S: 'x-1' }, type: { S: 'ledger' } } },
};
const later = shop.insert({ pk: 'o-2', type: 'order', total: 7 });
const event = { Records: [order, other, later] };

describe('records of entities that the stream skips', () => {
  test('count as processed and reach no handler', async () => {
    const seen: string[] = [];

    const outcome = await processBatch(shop, (record) => seen.push(record.keys.pk), event);

    expect(seen).toEqual(['o-1', 'o-2']);
    expect(outcome).toMatchObject({ processed: [expect.any(String), '7', expect.any(String)], stopped: 'completed' });
  });

  test('are not in a bulk write, and a place in its list means what the list holds', async () => {
    const seen: string[][] = [];
    const handler = bulkHandler(
      shop,
      (records) => {
        seen.push(records.map((record) => record.keys.pk));
        return { failed: [1] };
      },
      { logger: memoryLogger() },
    );

    const answer = await handler(event);

    expect(seen).toEqual([['o-1', 'o-2']]);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: later.dynamodb.SequenceNumber }] });
  });

  test('are not in a window', () => {
    const total = tumblingWindow(shop, {
      initial: () => 0,
      reduce: (sum, record) => (record.eventName === 'INSERT' ? sum + record.newImage.total : sum),
      finish() {},
    });

    expect(reduceWindow(total, event.Records)).toBe(12);
  });
});
