import {
  type Arbitrary,
  array,
  bigInt,
  boolean,
  constant,
  dictionary,
  double,
  integer,
  oneof,
  string,
  uint8Array,
} from 'fast-check';

/** Bounds as JSON Schema writes them; both ends belong to it. */
export interface Bounds<Value> {
  readonly min?: Value;
  readonly max?: Value;
}

/** Texts: mostly printable ASCII, some of whole characters of any script, some of any code points. */
export function texts({ min = 0, max = Math.max(12, min) }: Bounds<number> = {}): Arbitrary<string> {
  const length = { minLength: min, maxLength: Math.min(max, min + 24) };
  return oneof(
    { weight: 6, arbitrary: string(length) },
    { weight: 1, arbitrary: string({ ...length, unit: 'grapheme' }) },
    { weight: 1, arbitrary: string({ ...length, unit: 'binary' }) },
  ).filter((text) => text.length <= max);
}

/** Whole numbers that a JavaScript number holds exactly: small ones mostly. */
export function wholeNumbers({
  min = Number.MIN_SAFE_INTEGER,
  max = Number.MAX_SAFE_INTEGER,
}: Bounds<number> = {}): Arbitrary<number> {
  const [low, high] = [Math.ceil(min), Math.floor(max)];
  const [lowest, highest] = [Math.max(low, Math.min(high, -100)), Math.min(high, Math.max(low, 1000))];
  return oneof(
    { weight: 5, arbitrary: integer({ min: Math.min(lowest, highest), max: highest }) },
    { weight: 1, arbitrary: safeIntegers(low, high) },
  );
}

/** `integer` of fast-check ends at 32 bits. */
function safeIntegers(min: number, max: number): Arbitrary<number> {
  return bigInt({ min: BigInt(min), max: BigInt(max) }).map(Number);
}

/** Numbers that DynamoDB can hold and a JavaScript number too: whole, in hundredths, and any others. */
export function numbers(bounds: Bounds<number> = {}): Arbitrary<number> {
  const { min = -1e125, max = 1e125 } = bounds;
  const isWithin = (value: number): boolean => value >= min && value <= max;
  const any = double({ min, max, noNaN: true, noDefaultInfinity: true }).filter(
    (value) => value === 0 || Math.abs(value) > 1e-128,
  );
  const hasWhole = Math.floor(max) >= Math.ceil(min);
  if (!hasWhole) return any;
  const safe = { min: Math.max(min, Number.MIN_SAFE_INTEGER), max: Math.min(max, Number.MAX_SAFE_INTEGER) };
  return oneof(
    { weight: 4, arbitrary: wholeNumbers(safe) },
    {
      weight: 2,
      arbitrary: wholeNumbers(safe).map((value) => (isWithin(value / 100) ? value / 100 : value)),
    },
    { weight: 1, arbitrary: any },
  );
}

const largest = 10n ** 38n - 1n;

/** Whole numbers of up to 38 digits, as many as DynamoDB keeps. */
export function digits({ min = -largest, max = largest }: Bounds<bigint> = {}): Arbitrary<bigint> {
  const [low, high] = [min < -largest ? -largest : min, max > largest ? largest : max];
  const small = { min: low > -1000n ? low : -1000n, max: high < 1000n ? high : 1000n };
  if (small.min > small.max) return bigInt({ min: low, max: high });
  return oneof({ weight: 3, arbitrary: bigInt(small) }, { weight: 1, arbitrary: bigInt({ min: low, max: high }) });
}

/** Binary values of up to 16 bytes. */
export function bytes(): Arbitrary<Uint8Array> {
  return uint8Array({ maxLength: 16 });
}

/** Anything that an attribute may hold, lists and maps of two levels included. */
export function anyAttribute(): Arbitrary<unknown> {
  const leaf: Arbitrary<unknown> = oneof(
    texts(),
    numbers(),
    digits(),
    boolean(),
    constant(null),
    bytes(),
    array(texts({ min: 1 }), { minLength: 1, maxLength: 3 }).map((list) => new Set(list)),
  );
  return oneof(
    { weight: 5, arbitrary: leaf },
    { weight: 1, arbitrary: array(leaf, { maxLength: 3 }) },
    { weight: 1, arbitrary: dictionary(texts({ min: 1 }), leaf, { maxKeys: 3 }) },
  );
}
