import {
  IdempotencyAlreadyInProgressError,
  type IdempotencyConfig,
  IdempotencyPersistenceLayerError,
} from '@aws-lambda-powertools/idempotency';
import type { BasePersistenceLayer, IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';
import { RecordInProgressError } from './recordInProgressError.ts';
import { thrownText } from '../options/thrownText.ts';

/** A persistence layer with the settings it is driven with. */
export interface KeyedStore {
  readonly layer: BasePersistenceLayer;
  readonly config: IdempotencyConfig;
  readonly keyPrefix: string;
}

/** How often a key is tried again when its record vanishes or lapses between two requests. */
const maxTries = 3;

/**
 * Runs an effect unless the store says that it is done: begin, effect, complete; or begin, failure, release. Answers
 * whether it was completed now or had been done before.
 *
 * Drives the persistence layer itself rather than through `makeIdempotent`, which hides until when a record is locked,
 * compares the lock with the milliseconds of the current second, loses the error of the effect when the release fails,
 * and keeps the Lambda context of the last call in a shared config.
 */
export async function runOnce(
  store: KeyedStore,
  keyText: string,
  remainingMs: number,
  effect: () => unknown,
): Promise<'completed' | 'done'> {
  const deadlineMs = Date.now() + remainingMs;
  if ((await begin(store, keyText, remainingMs)) === 'done') return 'done';
  try {
    await effect();
  } catch (error) {
    await release(store, keyText, deadlineMs, error);
    throw error;
  }
  await complete(store, keyText);
  return 'completed';
}

async function begin(store: KeyedStore, keyText: string, remainingMs: number): Promise<'begun' | 'done'> {
  for (let tries = 1; ; tries++) {
    const existing = await tryToBegin(store, keyText, remainingMs);
    if (existing === 'begun') return 'begun';
    const status = existing?.getStatus();
    if (status === 'COMPLETED') return 'done';
    const lockedUntilMs = existing?.inProgressExpiryTimestamp;
    const isLocked = status === 'INPROGRESS' && (lockedUntilMs === undefined || lockedUntilMs >= Date.now());
    if (isLocked || tries === maxTries) throw inProgress(keyText, existing, lockedUntilMs);
  }
}

/** Answers what stands in the way: the existing record, or nothing when it vanished before it could be read. */
async function tryToBegin(
  store: KeyedStore,
  keyText: string,
  remainingMs: number,
): Promise<'begun' | IdempotencyRecord | undefined> {
  try {
    await configured(store).saveInProgress(keyText, remainingMs);
    return 'begun';
  } catch (error) {
    // The cache layer reads the record that refused it and may find it gone: there is nothing in the way any more.
    if (isNamed(error, 'IdempotencyItemNotFoundError')) return undefined;
    if (!isNamed(error, 'IdempotencyItemAlreadyExistsError')) throw storeError('begin', keyText, error);
    return existingRecordOf(error) ?? (await readRecord(store, keyText));
  }
}

async function readRecord(store: KeyedStore, keyText: string): Promise<IdempotencyRecord | undefined> {
  try {
    return await configured(store).getRecord(keyText);
  } catch (error) {
    if (isNamed(error, 'IdempotencyItemNotFoundError')) return undefined;
    throw storeError('read', keyText, error);
  }
}

async function release(store: KeyedStore, keyText: string, deadlineMs: number, failure: unknown): Promise<void> {
  // Past the deadline the lock has lapsed by itself, and another invocation may hold the record: it is not ours to delete.
  if (Date.now() >= deadlineMs) return;
  try {
    await configured(store).deleteRecord(keyText);
  } catch (error) {
    const both = new AggregateError([failure, error], 'The effect failed, and then the release of its record.');
    throw storeError('release after the effect failed', keyText, both);
  }
}

async function complete(store: KeyedStore, keyText: string): Promise<void> {
  try {
    // The result of the effect is not stored: a stream has no caller who would read it, and Powertools fails on a
    // Date, a class instance or an undefined property in it, after the effect has happened.
    await configured(store).saveSuccess(keyText, undefined);
  } catch (error) {
    throw storeError('complete, though its effect has happened', keyText, error);
  }
}

/** A layer keeps the prefix of whoever configured it last; each operation computes its key before it first waits. */
function configured({ layer, config, keyPrefix }: KeyedStore): BasePersistenceLayer {
  layer.configure({ config, keyPrefix });
  return layer;
}

function inProgress(
  keyText: string,
  existing: IdempotencyRecord | undefined,
  lockedUntilMs: number | undefined,
): RecordInProgressError {
  const message = `There is already an execution in progress for ${keyText}.`;
  return new RecordInProgressError(keyText, lockedUntilMs, {
    cause: new IdempotencyAlreadyInProgressError(message, existing),
  });
}

function storeError(operation: string, keyText: string, cause: unknown): IdempotencyPersistenceLayerError {
  const { message } = Object(cause) as { readonly message?: unknown };
  const why = typeof message === 'string' ? message : thrownText(cause);
  return new IdempotencyPersistenceLayerError(
    `The idempotency store could not ${operation} (record ${keyText}): ${why} The record counts as failed and is retried.`,
    { cause },
  );
}

/** By name, not by `instanceof`: the store may come from another copy of Powertools (ESM beside CommonJS). */
function isNamed(error: unknown, name: string): boolean {
  return (Object(error) as { readonly name?: unknown }).name === name;
}

function existingRecordOf(error: unknown): IdempotencyRecord | undefined {
  return (error as { existingRecord?: IdempotencyRecord }).existingRecord;
}
