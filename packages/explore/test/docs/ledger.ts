import { effects } from '@millrace/effects';
import { defineStream } from '@millrace/records';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';

const Sale = z.object({ saleId: z.string(), cents: z.int() });
const sales = defineStream({ item: Sale, keys: ['saleId'] });

export const records = [1, 2, 3].map((number) => sales.insert({ saleId: `s-${number}`, cents: number * 10 }));
export const mapping = { StartingPosition: 'TRIM_HORIZON', BatchSize: 10 } as const;

export const setup = () => {
  const ledger = { total: 0, seen: new Set<string>() };
  const addOnce = effects.wrap('ledger.addOnce', async (eventId: string, cents: number) => {
    if (ledger.seen.has(eventId)) return;
    ledger.seen.add(eventId);
    ledger.total += cents;
  });
  // A process: what a module keeps is new with each.
  const start = () => {
    const done = new Set<string>();
    return async ({ Records }: DynamoDBStreamEvent) => {
      for (const { eventID = '', dynamodb } of Records) {
        if (done.has(eventID)) continue;
        await addOnce(eventID, Number(dynamodb?.NewImage?.['cents']?.N));
        done.add(eventID);
      }
    };
  };
  return { handler: start(), observe: () => ({ total: ledger.total }), restart: start };
};

/** For `hunt`, and `millrace explore --exploration`. */
export const exploration = () => ({ setup, records, mapping });
