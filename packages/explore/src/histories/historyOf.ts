import type { LambdaRecord, StreamDefinition } from '@millrace/records';
import { type Arbitrary, array, constant, nat, oneof, record, tuple, uniqueArray } from 'fast-check';
import { HistoryError } from './historyError.ts';
import type { Item } from './item.ts';
import { itemArbitrary, type ItemSource } from './itemArbitrary.ts';
import { recordMaker } from './recordMaker.ts';
import { type ItemLife, type Step, tableHistory } from './tableHistory.ts';

/** Items of a stream as its `insert` takes them. */
export type ItemOf<S> = S extends { readonly insert: (item: infer I, ...rest: never[]) => unknown } ? I : Item;

/** What a history is to look like; every option has a default. */
export interface HistoryOptions<S = StreamDefinition> {
  /** How many records: exactly so many, or at least and at most; default 1 to 30. */
  readonly length?: number | { readonly min?: number; readonly max?: number };
  /** At most so many different items; default 5. */
  readonly items?: number;
  /** Which entities of a single-table stream; default all. */
  readonly entities?: readonly string[];
  /** An arbitrary of items, when the schema does not say enough; for a stream of entities, one for each. */
  readonly item?: Arbitrary<ItemOf<S>> | Readonly<Record<string, Arbitrary<ItemOf<S>>>>;
  /** Items to go by instead; for a stream of entities, each belongs to the entity that its discriminator says. */
  readonly examples?: readonly ItemOf<S>[];
  /** Whether items are deleted, by hand and by Time to Live; default true. */
  readonly removes?: boolean;
  /** Whether items may have an attribute that the schema does not name; default true. */
  readonly extraAttributes?: boolean;
  /** How large an item may get, which few do; default 400 KB, DynamoDB's own limit. */
  readonly maximumItemBytes?: number;
  /** When the first record may be created; default 2026-01-01T00:00:00Z. */
  readonly startAt?: Date | string;
  /** At most so many seconds between two records; default 3. */
  readonly maximumPauseSeconds?: number;
  /** The stream that the records say they are of. */
  readonly eventSourceARN?: string;
}

const largestItem = 400 * 1024;
const firstMoment = '2026-01-01T00:00:00Z';

/**
 * A fast-check arbitrary of what a table's stream may hold: wire records of INSERT before MODIFY before REMOVE for each
 * item, each old image the new one before it, in the order of their sequence numbers, with the images of the stream's
 * view. It shrinks to few records of few items with small values.
 *
 * Items come from the schema where it describes itself (Standard JSON Schema, as zod 4 does), else from `examples`, else
 * from `item`. Throws a {@link HistoryError} when nothing says how to make them.
 *
 * @example
 * fc.assert(
 *   fc.property(historyOf(orders, { length: { max: 50 } }), (records) => {
 *     for (const record of records) orders.decode(record);
 *   }),
 * );
 */
export function historyOf<S extends StreamDefinition>(
  stream: S,
  options: HistoryOptions<NoInfer<S>> = {},
): Arbitrary<LambdaRecord[]> {
  const { items = 5, removes = true, maximumPauseSeconds = 3, startAt = firstMoment } = options;
  const { min, max } = lengthOf(options.length);
  whole('items', items, 1);
  whole('maximumPauseSeconds', maximumPauseSeconds, 0);
  const maker = recordMaker(stream);
  const sources = sourcesOf(stream, options);
  const kinds = sources.map((source) => itemArbitrary(source, maker).filter(hasKey(maker.keys)));
  const life = oneof(...kinds.map(lives));
  const does: Arbitrary<Step['does']> = removes
    ? oneof(
        { weight: 5, arbitrary: constant('write') },
        { weight: 2, arbitrary: constant('delete') },
        { weight: 1, arbitrary: constant('expire') },
      )
    : constant('write');
  const step = record({ life: nat(items - 1), does, pauseSeconds: nat(maximumPauseSeconds) });
  const place = { startAt: new Date(startAt), eventSourceARN: options.eventSourceARN };
  return tuple(
    uniqueArray(life, {
      minLength: 1,
      maxLength: items,
      selector: ({ versions: [first] }) => keyText(first, maker.keys),
    }),
    array(step, { minLength: min, maxLength: max }),
  ).map(([found, steps]) => tableHistory(maker, found, steps, place));
}

function lives(items: Arbitrary<Item>): Arbitrary<ItemLife> {
  return array(items, { minLength: 1, maxLength: 4 }).map((versions) => ({
    versions: versions as [Item, ...Item[]],
  }));
}

function sourcesOf(stream: StreamDefinition, options: HistoryOptions): readonly ItemSource[] {
  const { item, examples, extraAttributes = true, maximumItemBytes = largestItem } = options;
  whole('maximumItemBytes', maximumItemBytes, 0);
  if (maximumItemBytes > largestItem) throw invalid('maximumItemBytes', maximumItemBytes, `at most ${largestItem}`);
  const most = Math.max(0, maximumItemBytes - reserve);
  const given: readonly Item[] = examples ?? [];
  const source = (name: string, arbitrary: unknown, some: readonly Item[]): ItemSource => ({
    name,
    schema: name === 'item' ? stream.schemas?.item : stream.schemas?.entities?.[name],
    arbitrary: isArbitrary(arbitrary) ? (arbitrary as Arbitrary<Item>) : undefined,
    examples: some.length > 0 ? some : undefined,
    extraAttributes,
    maximumItemBytes: most,
  });
  const { entities, discriminator } = stream.schemas ?? {};
  if (entities === undefined) return [source('item', item, given)];
  const known = Object.keys(entities);
  const wanted = options.entities ?? known;
  const stranger = wanted.find((name) => !known.includes(name));
  if (stranger !== undefined) throw invalid('entities', stranger, `of ${known.join(', ')}`);
  if (wanted.length === 0) throw invalid('entities', '[]', 'at least one');
  const entityOf = (one: Item): unknown =>
    typeof discriminator === 'function' ? discriminator(one) : one[discriminator ?? ''];
  return wanted.map((name) =>
    source(
      name,
      isArbitrary(item) ? item : Object(item)[name],
      given.filter((one) => entityOf(one) === name),
    ),
  );
}

/** What the other attributes of an item that is padded may take. */
const reserve = 8 * 1024;

/** Whether DynamoDB could hold the item: its key is there and no text of it is empty. */
function hasKey(keys: readonly string[]): (item: Item) => boolean {
  return (item) => keys.every((name) => item[name] !== undefined && item[name] !== null && item[name] !== '');
}

function keyText(item: Item, keys: readonly string[]): string {
  return keys.map((name) => `${typeof item[name]} ${String(item[name])}`).join('\n');
}

function lengthOf(length: HistoryOptions['length'] = {}): { readonly min: number; readonly max: number } {
  if (typeof length === 'number') return lengthOf({ min: length, max: length });
  const { min = 1, max = Math.max(30, min) } = length;
  whole('length.min', min, 0);
  whole('length.max', max, min);
  return { min, max };
}

function isArbitrary(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'generate' in value;
}

function whole(option: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) throw invalid(option, value, `a whole number from ${least}`);
}

function invalid(option: string, value: unknown, expected: string): HistoryError {
  return new HistoryError('InvalidOption', `historyOf: \`${option}\` is ${String(value)}, expected ${expected}.`);
}
