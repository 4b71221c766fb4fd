import { type DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { Exploree } from '@millrace/explore';
import { batchHandler } from '@millrace/handler';
import {
  alreadyClaimed,
  claim,
  idempotent,
  inMemoryLatestStore,
  InMemoryPersistenceLayer,
  latestOnly,
} from '@millrace/handler/idempotency';
import type { RecordOf } from '@millrace/records';
import { orders, world } from './world.ts';

type OrderRecord = RecordOf<typeof orders>;
const logger = { debug() {}, info() {}, warn() {}, error() {} };
const centsOf = (record: OrderRecord): number => (record.eventName === 'REMOVE' ? 0 : record.newImage.cents);

/** Locks lapse by `Date.now()` and retries come on a virtual clock: each call is twenty minutes later. */
function withLaterCalls(exploree: Exploree): Exploree {
  const handler: Exploree['handler'] = (event, context, callback) => {
    clock.nowMs += 20 * 60_000;
    return exploree.handler(event, context, callback);
  };
  return { ...exploree, handler };
}

/** What `Date.now` answers while a test has put it there. */
export const clock = { nowMs: Date.parse('2026-01-01T00:00:00Z') };

/** A payment for each record, by `idempotent`. */
export function payments(): Exploree {
  const { observe, add } = world();
  const persistenceStore = new InMemoryPersistenceLayer();
  const pay = idempotent(async (record: OrderRecord) => add(centsOf(record), record.eventId ?? ''), {
    persistenceStore,
  });
  return withLaterCalls({ handler: batchHandler(orders, pay, { logger }), observe });
}

/** A ledger of DynamoDB in one transaction with its claims: the real client, answered by stand-ins. */
export function claimedLedger(client: DynamoDBClient): Exploree {
  const handler = batchHandler(
    orders,
    async (record) => {
      const book = {
        Update: {
          TableName: 'ledger',
          Key: { id: { S: 'total' } },
          UpdateExpression: 'ADD cents :cents',
          ExpressionAttributeValues: { ':cents': { N: String(centsOf(record)) } },
        },
      };
      const TransactItems = [claim(record, { tableName: 'claims', keyPrefix: 'ledger' }), book];
      try {
        await client.send(new TransactWriteItemsCommand({ TransactItems }));
      } catch (error) {
        if (!alreadyClaimed(error)) throw error;
      }
    },
    { logger },
  );
  return withLaterCalls({ handler });
}

/** A copy of the table, by `latestOnly`; or a sum, for which its page says that it is the wrong tool. */
export function latest(does: 'copy' | 'sum'): Exploree {
  const { observe, put, add } = world();
  const project = latestOnly(
    async (record: OrderRecord) =>
      does === 'copy' ? put(record.keys.id, centsOf(record)) : add(centsOf(record), record.eventId ?? ''),
    { store: inMemoryLatestStore() },
  );
  return withLaterCalls({ handler: batchHandler(orders, project, { logger }), observe });
}
