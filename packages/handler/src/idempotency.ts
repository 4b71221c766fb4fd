export { EarlyExpiryError } from './idempotency/earlyExpiryError.ts';
export type { ExpiryOptions } from './idempotency/expiryOptions.ts';
export { type IdempotentOptions, idempotent } from './idempotency/idempotent.ts';
export { InMemoryPersistenceLayer } from './idempotency/inMemoryPersistenceLayer.ts';
export type { KeyOptions } from './idempotency/keyOptions.ts';
export { RecordInProgressError } from './idempotency/recordInProgressError.ts';
export { StoreSettingsError } from './idempotency/storeSettingsError.ts';
export type { StreamRecord, WireRecord } from './idempotency/streamRecord.ts';
