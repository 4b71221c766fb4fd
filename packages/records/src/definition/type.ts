import type { StandardSchema } from './standardSchema.ts';

/**
 * A schema that checks nothing: for those who want the types of their items and trust what is in the table.
 *
 * @example
 * const orders = defineStream({ item: type<Order>(), keys: ['orderId'], view: 'NEW_IMAGE' });
 */
export function type<T>(): StandardSchema<T, T> {
  // The value is whatever the image holds; that it is a T is the caller's claim, and this is where it is made.
  return { '~standard': { version: 1, vendor: 'millrace', validate: (value) => ({ value: value as T }) } };
}
