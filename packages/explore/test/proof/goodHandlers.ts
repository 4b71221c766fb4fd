import { batchHandler } from '@millrace/handler';
import { compareSequenceNumbers } from '@millrace/records';
import type { Setup } from '@millrace/explore';
import { centsOf, type Event, eventOf, idOf, numberOf, orders, world } from './world.ts';

/** Handlers that are right whatever AWS does. */
export const goodHandlers: Readonly<Record<string, Setup>> = {
  'a copy of the table': () => {
    const { observe, put, remove } = world();
    const handler = async ({ Records }: Event) => {
      for (const record of Records) {
        if (record.eventName === 'REMOVE') await remove(idOf(record));
        else await put(idOf(record), centsOf(record));
      }
    };
    return { handler, observe };
  },
  'a ledger that remembers in one transaction': () => {
    const { observe, addOnce } = world();
    const handler = async ({ Records }: Event) => {
      for (const record of Records) await addOnce(centsOf(record), eventOf(record));
    };
    return { handler, observe };
  },
  'a copy that never goes back': () => {
    const { observe, put } = world();
    const latest = new Map<string, string>();
    const handler = async ({ Records }: Event) => {
      for (const record of Records) {
        const before = latest.get(idOf(record));
        if (before !== undefined && compareSequenceNumbers(before, numberOf(record)) > 0) continue;
        await put(idOf(record), centsOf(record));
        latest.set(idOf(record), numberOf(record));
      }
    };
    return { handler, observe };
  },
  'a report of the first failure': () => {
    const { observe, addOnce } = world();
    const handler = async ({ Records }: Event) => {
      for (const record of Records) {
        try {
          await addOnce(centsOf(record), eventOf(record));
        } catch {
          return { batchItemFailures: [{ itemIdentifier: numberOf(record) }] };
        }
      }
      return { batchItemFailures: [] };
    };
    return { handler, observe };
  },
  'batchHandler over a transaction': () => {
    const { observe, addOnce } = world();
    const logger = { debug() {}, info() {}, warn() {}, error() {} };
    const handler = batchHandler(
      orders,
      async (record) => {
        if (record.eventName !== 'REMOVE') await addOnce(record.newImage.cents, record.eventId ?? '');
      },
      { logger },
    );
    return { handler, observe };
  },
  'one put for all that changed, the last of each item': () => {
    const { observe, put } = world();
    const handler = async ({ Records }: Event) => {
      const last = new Map(Records.map((record) => [idOf(record), record]));
      await Promise.all([...last.values()].map(async (record) => put(idOf(record), centsOf(record))));
    };
    return { handler, observe };
  },
};
