import { effects } from '@millrace/effects';
import { defineStream } from '@millrace/records';
import type { Context, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';

const Order = z.object({ id: z.string().min(1), cents: z.int().min(1).max(1000) });
export const orders = defineStream({ item: Order, keys: ['id'] });

/** Two changes of each of two orders, and one of a third. */
export const records = [
  orders.insert({ id: 'a', cents: 10 }),
  orders.insert({ id: 'b', cents: 20 }),
  orders.modify({ id: 'a', cents: 10 }, { id: 'a', cents: 15 }),
  orders.modify({ id: 'b', cents: 20 }, { id: 'b', cents: 25 }),
  orders.insert({ id: 'c', cents: 30 }),
];

export const mapping = {
  StartingPosition: 'TRIM_HORIZON',
  BatchSize: 10,
  FunctionResponseTypes: ['ReportBatchItemFailures'],
} as const;

export const lanes = { ...mapping, BatchSize: 1, ParallelizationFactor: 3 } as const;

/** Services that a handler may call, each call an effect. */
export function world() {
  const table = new Map<string, number>();
  const seen = new Set<string>();
  const ledger = { total: 0 };
  return {
    observe: () => ({ table: Object.fromEntries(table), total: ledger.total }),
    put: effects.wrap('table.put', async (id: string, cents: number) => void table.set(id, cents)),
    remove: effects.wrap('table.delete', async (id: string) => void table.delete(id)),
    add: effects.wrap('ledger.add', async (cents: number, _event: string) => void (ledger.total += cents)),
    read: effects.wrap('ledger.read', async () => ledger.total, { kind: 'read' }),
    write: effects.wrap('ledger.write', async (total: number) => void (ledger.total = total)),
    isSeen: effects.wrap('seen.has', async (key: string) => seen.has(key), { kind: 'read' }),
    remember: effects.wrap('seen.add', async (key: string) => void seen.add(key)),
    /** Adds and remembers at once, unless it is remembered. */
    addOnce: effects.wrap('ledger.addOnce', async (cents: number, key: string) => {
      if (seen.has(key)) return;
      seen.add(key);
      ledger.total += cents;
    }),
  };
}

export type Event = DynamoDBStreamEvent;
export type { Context };

export const idOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.Keys?.['id']?.S ?? '';
export const centsOf = ({ dynamodb }: DynamoDBRecord): number => Number(dynamodb?.NewImage?.['cents']?.N ?? 0);
export const numberOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.SequenceNumber ?? '';
export const eventOf = ({ eventID }: DynamoDBRecord): string => eventID ?? '';
