import * as fc from 'fast-check';
import { compileNumbers } from '../src/decoding/compileNumbers.ts';
import { NumberValue } from '../src/wire/numberValue.ts';

const name = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'S', 'N', '0', ''),
);
const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.constant('\ud83d\ude00'));

/** Finite numbers of the size and precision DynamoDB can hold. */
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, 0.1, 1e125, -1e-130, 2 ** 60),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((value) => value === 0 || (Math.abs(value) > 1e-120 && Math.abs(value) < 1e120)),
);
const digits38 = 10n ** 38n - 1n;
const integer = fc.bigInt({ min: -digits38, max: digits38 });
/** Decimals that no double holds. */
const decimal = fc
  .tuple(fc.bigInt({ min: 10n ** 20n + 1n, max: 10n ** 38n - 1n }), fc.integer({ min: 1, max: 60 }))
  .filter(([all]) => all % 10n !== 0n)
  .map(([all, places]) => {
    const padded = String(all).padStart(places + 1, '0');
    return new NumberValue(`${padded.slice(0, -places)}.${padded.slice(-places)}`);
  });
const binary = fc.uint8Array({ maxLength: 20 });

const scalar = fc.oneof(text, number, integer, decimal, binary, fc.boolean(), fc.constant(null));
const set = fc
  .oneof(
    fc.uniqueArray(text, { minLength: 1, maxLength: 4 }),
    fc.uniqueArray(
      number.map((value) => value + 0),
      { minLength: 1, maxLength: 4 },
    ),
    fc.uniqueArray(binary, { minLength: 1, maxLength: 4, selector: String }),
  )
  .map((values) => new Set<unknown>(values));

const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalar, set, tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: dictionary(tie('value')),
}));

function dictionary(values: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .uniqueArray(fc.tuple(name, values), { maxLength: 5, selector: ([key]) => key })
    .map((entries) => Object.fromEntries(entries));
}

/** Items with everything DynamoDB can store, of every size including none. */
export const anyItem = dictionary(value);

/** What an item can hold. */
export const anyValue = value;

const auto = compileNumbers('auto');

/** What an item is after DynamoDB: every number in the one form that `auto` gives it. */
export function normalised(value: unknown): unknown {
  if (typeof value === 'number') return auto(String(value));
  if (typeof value === 'bigint') return auto(String(value));
  if (value instanceof NumberValue) return auto(value.toString());
  if (Array.isArray(value)) return value.map(normalised);
  if (value instanceof Set) return new Set([...value].map(normalised));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, normalised(inner)]));
}
