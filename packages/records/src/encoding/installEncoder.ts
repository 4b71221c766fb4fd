import { recordEncoder } from './recordEncoder.ts';
import { encodeWith } from './streamEncoder.ts';

/**
 * Keeps `insert`, `modify` and `remove` working in a program that a bundler built.
 *
 * Making records is for tests. The modules of this package have no effects that anyone who does not name them could
 * miss, says its package.json, so bundlers leave this one out, and the encoder with it, unless it is called. Everywhere
 * else, as in every test runner, it runs when the package is imported, and nobody needs to call it.
 *
 * @example
 * installEncoder();
 * orders.insert({ orderId: 'o-1', total: 12.5 }).eventName; // 'INSERT'
 */
export function installEncoder(): void {
  encodeWith(recordEncoder);
}

installEncoder();
