import { bulkHandler } from '@millrace/handler';
import { orders } from './orders.ts';
import { search } from './services.ts';

export const handler = bulkHandler(
  orders,
  async (records, { signal }) => {
    const operations = records.map((record) =>
      record.eventName === 'REMOVE'
        ? { delete: record.keys.orderId }
        : { index: record.keys.orderId, document: record.newImage },
    );
    const { items } = await search.bulk(operations, { signal });
    return { failed: items.flatMap((item, place) => (item.error === undefined ? [] : [place])) };
  },
  { chunkSize: 500 },
);
