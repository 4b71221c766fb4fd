import { idempotent, InMemoryPersistenceLayer } from '@millrace/handler/idempotency';
import type { RecordOf } from '@millrace/records';
import type { orders } from './orders.ts';
import { pay } from './services.ts';

export const charge = idempotent(async (record: RecordOf<typeof orders>) => pay(record.keys.orderId), {
  persistenceStore: new InMemoryPersistenceLayer(),
});
