import { effects } from '@millrace/effects';
import type { Exploree } from '@millrace/explore';
import { defineStream } from '@millrace/records';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';

const Sale = z.object({ saleId: z.string().min(1), shop: z.string(), cents: z.int().min(1).max(1000) });
export const sales = defineStream({ item: Sale, keys: ['saleId'] });

/** Three sales of one shop, as their stream tells of them. */
export const records = [1, 2, 3].map((number) =>
  sales.insert({ saleId: `s-${number}`, shop: 'lyon', cents: number * 10 }),
);

/** When the key that stands for a record is written: before the two totals, after them, or with them. */
export type Order = 'before' | 'after' | 'together';

/** Adds each sale to the total of its shop and to the total of all, once: or so it is meant. */
export function aggregate(order: Order): Exploree {
  const seen = new Set<string>();
  const totals: Record<string, number> = { lyon: 0, all: 0 };
  const add = (name: string, cents: number): void => void (totals[name] = (totals[name] ?? 0) + cents);
  const isSeen = effects.wrap('table.isSeen', async (key: string) => seen.has(key), { kind: 'read' });
  const remember = effects.wrap('table.remember', async (key: string) => void seen.add(key));
  const addTo = effects.wrap('table.add', async (name: string, cents: number, _key: string) => add(name, cents));
  const transact = effects.wrap('table.transact', async (key: string, shop: string, cents: number) => {
    if (seen.has(key)) return;
    seen.add(key);
    add(shop, cents);
    add('all', cents);
  });

  const handler = async (event: DynamoDBStreamEvent): Promise<void> => {
    for (const record of event.Records) {
      const sale = sales.decode(record);
      if (sale.eventName !== 'INSERT') continue;
      const { shop, cents } = sale.newImage;
      const key = sale.eventId ?? '';
      if (order === 'together') {
        await transact(key, shop, cents);
        continue;
      }
      if (await isSeen(key)) continue;
      if (order === 'before') await remember(key);
      await addTo(shop, cents, key);
      await addTo('all', cents, key);
      if (order === 'after') await remember(key);
    }
  };
  return { handler, observe: () => ({ ...totals }) };
}
