import { effects } from '@millrace/effects';
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

/** A ledger in one transaction with its claims. */
export function claimedLedger(): Exploree {
  const { observe, addOnce } = world();
  const claims = new Set<string>();
  const transact = effects.wrap('dynamodb.TransactWriteItems', async (id: string, cents: number) => {
    if (claims.has(id)) {
      const Item = { millraceClaim: { S: id } };
      throw Object.assign(new Error('cancelled'), {
        name: 'TransactionCanceledException',
        CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item }, { Code: 'None' }],
      });
    }
    claims.add(id);
    await addOnce(cents, id);
  });
  const handler = batchHandler(
    orders,
    async (record) => {
      const { Put } = claim(record, { tableName: 'claims', keyPrefix: 'ledger' });
      try {
        await transact(JSON.stringify(Put.Item?.['id']), centsOf(record));
      } catch (error) {
        if (!alreadyClaimed(error)) throw error;
      }
    },
    { logger },
  );
  return withLaterCalls({ handler, observe });
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
