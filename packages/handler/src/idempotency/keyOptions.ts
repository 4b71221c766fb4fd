import { IdempotencyKeyError } from '@aws-lambda-powertools/idempotency';
import { check } from '../options/check.ts';
import type { OptionNames } from './checkOptions.ts';
import { nameOf, type StreamRecord, wireRecordOf } from './streamRecord.ts';

/** How a record is told from every other: shared by `idempotent`, `claim` and the prefetch, so that they agree. */
export interface KeyOptions<R> {
  /**
   * The business key of a record. Default: its event id, which is the same in every redelivery and in a redrive.
   *
   * Not the key of the item: that would drop every later change of the same item. Not a decoded image: `bigint` and
   * `Set` do not survive the hash.
   */
  readonly key?: ((record: R) => string) | undefined;
  /**
   * What the stored keys begin with. Default: `'millrace'`, whatever the function is called, so that a redrive function
   * meets the keys of the function it replays for.
   *
   * Two different effects of one stream must not share both the table and the prefix: the second would find the
   * record done. Name the effect: `'charge'`, `'welcome-mail'`.
   */
  readonly keyPrefix?: string | undefined;
}

export const keyNames: OptionNames<KeyOptions<never>> = { keyPrefix: true, key: true };

export const defaultKeyPrefix = 'millrace';

/** The prefix in effect: trimmed as Powertools trims it; refuses one that is empty or no text. */
export function keyPrefixOf(options: { readonly keyPrefix?: string | undefined }): string {
  const { keyPrefix = defaultKeyPrefix } = options;
  check({ keyPrefix }, "a text that names the effect, such as 'charge'", (given) => typeof given === 'string');
  const prefix = keyPrefix.trim();
  if (prefix === '') {
    throw new IdempotencyKeyError(
      "keyPrefix is empty, so the keys of different effects would meet. Name the effect, for example keyPrefix: 'charge'.",
    );
  }
  return prefix;
}

/** The text that is hashed into the idempotency key: the business key if there is one, else the event id. */
export function keyTextOf<R extends StreamRecord>(record: R, key: ((record: R) => string) | undefined): string {
  const wire = wireRecordOf(record);
  const text: unknown = key === undefined ? wire.eventID : key(record);
  if (typeof text === 'string' && text !== '') return text;
  const where = nameOf(wire);
  // Powertools warns and hashes `undefined`: every such record would then be a duplicate of the first.
  throw new IdempotencyKeyError(
    key === undefined
      ? `${where} has no event id to key its effect by. Pass the record as Lambda delivered it, or give options.key.`
      : `${where}: options.key answered ${describe(text)}, expected a text of at least one character. Fix the key function.`,
  );
}

function describe(value: unknown): string {
  return value === '' ? 'an empty text' : value === null ? 'null' : `a value of type ${typeof value}`;
}
