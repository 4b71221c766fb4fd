import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import * as z from 'zod';
import { defineStream, isDecodeError, type WireRecord } from '../../src/index.ts';

const item = z.object({ id: z.string(), n: z.number().optional(), tags: z.set(z.string()).optional() });
const entity = { entities: { item }, discriminator: ({ id }: { readonly id?: unknown }) => String(id) } as const;
const streams = [
  defineStream({ item, keys: ['id'], eager: true }),
  defineStream({ ...entity, keys: ['id'], eager: true, unknownEntity: 'undecoded' }),
  defineStream({ item, keys: ['id'], view: 'KEYS_ONLY', numbers: 'bigint', eager: true }),
];

const junk: readonly unknown[] = [
  undefined,
  null,
  true,
  -1.5,
  '',
  'text',
  1n,
  Symbol('x'),
  new Date(Number.NaN),
  [],
  [{ S: 'a' }],
  {},
  { S: 1 },
  { s: 'a' },
  JSON.parse('{"__proto__":{"S":"a"}}'),
];

/** Makes records that are mostly right, so that what is wrong is met in every place. */
class Maker {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  // Mulberry32: small, and good enough to choose with.
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  of<T>(choices: readonly T[]): T {
    return choices.at(this.below(choices.length)) as T;
  }

  mostly(right: () => unknown): unknown {
    return this.below(20) === 0 ? this.of(junk) : right();
  }

  some<T>(make: () => T): T[] {
    return Array.from({ length: this.below(4) }, make);
  }

  attribute(levels: number): unknown {
    const inner = (): unknown => this.mostly(() => this.attribute(levels - 1));
    const name = (): string => this.of(['a', 'b', '', '__proto__', 'constructor', '0']);
    const tags: Readonly<Record<string, () => unknown>> = {
      S: () => this.of(['', 'text', '\ud800']),
      N: () => this.of(['1', '-2.5', '1e40', '0.12345678901234567890', '1E999999999', 'x']),
      B: () => this.of(['', 'YQ==', 'YQ', '?']),
      BOOL: () => this.of([true, false]),
      NULL: () => true,
      SS: () => this.some(() => this.mostly(() => 'a')),
      NS: () => this.some(() => this.mostly(() => this.of(['1', '0.1', 'x']))),
      BS: () => this.some(() => this.mostly(() => 'YQ==')),
      L: () => this.some(inner),
      M: () => Object.fromEntries(this.some(() => [name(), inner()])),
    };
    const leaves = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS'];
    const tag = this.of(levels > 0 ? [...leaves, 'L', 'M'] : leaves);
    const value = this.mostly(tags[tag] ?? (() => undefined));
    return { [this.below(20) === 0 ? this.of(['s', 'X', '$unknown', '__proto__', 'm']) : tag]: value };
  }

  image(): unknown {
    const [key] = this.some(() => this.mostly(() => ({ S: this.of(['item', 'other']) })));
    return {
      id: key ?? { S: 'item' },
      ...(this.below(2) === 0 && { n: this.mostly(() => ({ N: '1' })) }),
      ...(this.below(2) === 0 && { tags: this.mostly(() => ({ SS: ['a'] })) }),
      ...(this.below(2) === 0 && { more: this.mostly(() => this.attribute(3)) }),
    };
  }

  record(): unknown {
    return this.mostly(() => ({
      eventID: this.mostly(() => 'e-1'),
      eventName: this.mostly(() => this.of(['INSERT', 'MODIFY', 'REMOVE'])),
      awsRegion: this.mostly(() => 'eu-west-1'),
      userIdentity: this.of([undefined, ...junk, { type: 'Service', principalId: 'dynamodb.amazonaws.com' }]),
      dynamodb: this.mostly(() => ({
        ApproximateCreationDateTime: this.mostly(() => this.of<unknown>([1.7e9, 1.7e12, '1.7E9', new Date(0), 'soon'])),
        [this.below(50) === 0 ? 'keys' : 'Keys']: this.mostly(() => ({ id: this.mostly(() => ({ S: 'item' })) })),
        NewImage: this.mostly(() => this.image()),
        OldImage: this.mostly(() => this.image()),
        SequenceNumber: this.mostly(() => this.of(['1', '000012', '9'.repeat(40)])),
        StreamViewType: this.mostly(() => 'NEW_AND_OLD_IMAGES'),
      })),
    }));
  }
}

test('each of 100 000 malformed records decodes or gives a DecodeError with a path, and stays as it was', () => {
  const reasons = new Set<string>();
  Error.stackTraceLimit = 0; // Most of them are rejected, and nobody reads those stacks.

  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const maker = new Maker(seed);
      for (let made = 0; made < 100; made++) {
        const record = maker.record();
        const before = asText(record);
        reasons.add(outcome(record as WireRecord, maker.below(streams.length)));
        if (asText(record) !== before) throw new Error(`The record was changed: ${before}`);
      }
    }),
    { seed: 42, numRuns: 1000 },
  );

  // The maker reaches every corner: were a reason missing here, the test above would prove less than it says.
  expect([...reasons].toSorted()).toEqual([
    'base64',
    'camel-case',
    'decoded',
    'entity-changed',
    'event-name',
    'missing',
    'not-a-record',
    'number',
    'schema',
    'sequence-number',
    'timestamp',
    'type-tag',
    'unmarshalled',
    'value',
  ]);
}, 60_000);

function outcome(record: WireRecord, which: number): string {
  try {
    const decoded = streams[which]?.decode(record);
    void [decoded?.expiredByTtl, decoded?.replicated];
    return 'decoded';
  } catch (error) {
    if (!isDecodeError(error)) throw error;
    if (!Array.isArray(error.path) || error.expected === '' || error.found === '') throw error;
    return error.reason;
  }
}

function asText(value: unknown): string | undefined {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'bigint' || typeof inner === 'symbol' || inner === undefined ? String(inner) : inner,
  );
}
