import type { WireRecord } from '@millrace/records';
import { check } from '../options/check.ts';
import { isFunction } from '../options/isFunction.ts';
import { HandlerOptionError } from '../options/handlerOptionError.ts';
import type { IdempotentFunction } from './idempotent.ts';

/**
 * Looks up the records of each batch before the handler gets it: one BatchGetItem finds the duplicates of up to 100
 * redelivered records, which then cost no request of their own. For effects made with the option `prefetch`.
 *
 * It costs a request more for each batch of new records, so it pays where batches are often redelivered.
 *
 * @example
 * const table = { client, tableName: 'idempotency' };
 * const charge = idempotent(onRecord, { persistenceStore, prefetch: table });
 * export const handler = withPrefetch(batchHandler(orders, charge), charge);
 */
export function withPrefetch<Event extends { readonly Records: readonly WireRecord[] }, Rest extends unknown[], Answer>(
  handler: (event: Event, ...rest: Rest) => Promise<Answer>,
  ...effects: readonly Pick<IdempotentFunction<never, never>, 'prefetch'>[]
): (event: Event, ...rest: Rest) => Promise<Answer> {
  check({ handler }, 'a function for withPrefetch', isFunction);
  const lookUps = effects.map((effect) => {
    if (effect?.prefetch !== undefined) return effect.prefetch;
    throw new HandlerOptionError('prefetch', undefined, expectedTable);
  });
  return async (event, ...rest) => {
    // What is no batch is for the handler to refuse.
    if (Array.isArray(event?.Records)) await Promise.all(lookUps.map((lookUp) => lookUp(event.Records)));
    return handler(event, ...rest);
  };
}

const expectedTable =
  'a table in each effect given to withPrefetch: idempotent(onRecord, { …, prefetch: { client, tableName } })';
