import { describe, expect, test } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { jsonCopy, measuredJsonCopy } from '../src/words/jsonCopy.ts';

/** What both make of a value: the text of the copy and its prototypes, or the error. */
function outcome(copy: (value: unknown) => unknown, value: unknown): unknown {
  try {
    const made = copy(value);
    return { text: JSON.stringify(made), made };
  } catch (error) {
    return { error: error instanceof Error ? `${error.name}: ${error.message}` : error };
  }
}

function expectSameAsJson(value: unknown): void {
  const byJson = outcome((given) => JSON.parse(JSON.stringify(given)), value);

  for (const copy of [jsonCopy, (given: unknown) => measuredJsonCopy(given).value]) {
    const ours = outcome(copy, value);
    // Prototypes and zeros below zero count; `toStrictEqual` is misled by a property called constructor.
    if (!isDeepStrictEqual(ours, byJson)) expect(ours).toStrictEqual(byJson);
    expect(isDeepStrictEqual(ours, byJson)).toBe(true);
  }
}

const cycle: { self?: unknown } = {};
cycle.self = cycle;
let deep: unknown = 'end';
for (let level = 0; level < 300; level++) deep = { deep };
const hidden = Object.defineProperty({ a: 1 }, 'toJSON', { value: () => 'hidden', enumerable: false });
const revoked = (target: object): object => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const noPrototype = (): never => {
  throw new Error('nobody asks for a prototype');
};
class Instance {
  readonly own = 1;
  get inherited(): number {
    return 2;
  }
}

describe('a copy is what JSON makes of a value', () => {
  test.each<[what: string, value: unknown]>([
    ['undefined among properties', { a: undefined, b: 1 }],
    ['undefined in a list', [undefined, 1]],
    ['undefined alone', undefined],
    ['functions and symbols', { f: () => 1, s: Symbol('s'), l: [() => 1, Symbol('s')], [Symbol('key')]: 1 }],
    ['a function with a toJSON', [Object.assign(() => 1, { toJSON: () => 'told' }), Object.assign(() => 1, { toJSON: 5 })]], // biome-ignore format: on one line with its name
    ['a proxy', { p: new Proxy({ a: [1] }, {}), l: new Proxy([1, { b: 2 }], {}) }],
    ['a proxy that is revoked', { p: revoked({}) }],
    ['a proxy of a list that is revoked', [revoked([])]],
    ['a proxy that lets nobody see its prototype', { p: new Proxy({ a: 1 }, { getPrototypeOf: noPrototype }) }],
    ['numbers that JSON has not', [NaN, Infinity, -Infinity, -0, { z: -0 }]],
    ['the extremes of numbers', [5e-324, 1.7976931348623157e308, 2 ** 53, 0.1 + 0.2]],
    ['a Date', { at: new Date(0), bad: new Date(NaN) }],
    ['a toJSON of its own', { a: { toJSON: () => ({ b: 1 }) } }],
    ['a toJSON that is no function', { toJSON: 5 }],
    ['a toJSON that is hidden', { hidden }],
    ['a list with a toJSON', Object.assign([1], { toJSON: () => 2 })],
    ['a list with other properties', Object.assign([1], { more: 2 })],
    ['a sparse list', [1, , 3]], // oxlint-disable-line no-sparse-arrays
    ['a property called __proto__', JSON.parse('{"__proto__": {"a": 1}, "b": {"__proto__": 5, "c": "x"}}')],
    ['a __proto__ that is text', JSON.parse('{"__proto__": "text"}')],
    ['names of integers', { b: 1, 2: 1, 1: 1, '01': 1, '-1': 1 }],
    ['lone surrogates', { text: '\ud800', other: 'a\udc00b', '\ud83d': 1 }],
    ['control characters', { '\u0000\n"\\': '\u2028\u2029\u007f' }],
    ['instances of classes', { i: new Instance(), map: new Map([[1, 2]]), set: new Set([1]), error: new Error('x') }],
    ['boxed values', { n: Object(5), s: Object('text'), b: Object(false) }],
    ['bytes', { bytes: new Uint8Array([1, 2]), buffer: Buffer.from('ab') }],
    ['no prototype', Object.assign(Object.create(null), { a: { b: 1 } })],
    ['an inherited property', Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } })],
    ['a property that is hidden', Object.defineProperty({ a: 1 }, 'b', { value: 2 })],
    ['a getter', { get a() { return { b: 1 }; } }], // biome-ignore format: on one line with its name
    ['a getter that throws', { get a() { throw new RangeError('no'); } }], // biome-ignore format: the same
    ['a bigint', { a: [1n] }],
    ['a value that holds itself', cycle],
    ['a value of 300 levels', deep],
    ['one object in two places', ((shared) => ({ a: shared, b: [shared] }))({ c: 1 })],
    ['null', null],
    ['text alone', 'text'],
    ['nothing', {}],
  ])('%s', (_what, value) => {
    expectSameAsJson(value);
  });

  test('any value that JSON may meet', () => {
    const value = fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
      withUnicodeString: true,
      key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'toJSON', 'constructor', '1', '')),
    });

    fc.assert(fc.property(value, expectSameAsJson), { seed: 18, numRuns: 3000 });
  });

  test('any value of JSON', () => {
    fc.assert(fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 }), expectSameAsJson), {
      seed: 18,
      numRuns: 1000,
    });
  });
});

describe('where the built-in objects were taught another JSON', () => {
  test.each([Object, Array, String, Number, Boolean])('by a toJSON of %p', ({ prototype }) => {
    Object.defineProperty(prototype, 'toJSON', { value: () => 'taught', configurable: true });
    try {
      expect(jsonCopy({ a: ['text', 1, true] })).toEqual(JSON.parse(JSON.stringify({ a: ['text', 1, true] })));
    } finally {
      Reflect.deleteProperty(prototype, 'toJSON');
    }
  });

  test('by a property of all objects', () => {
    // oxlint-disable-next-line no-extend-native -- it is what this test is about
    Object.defineProperty(Object.prototype, 'everywhere', { value: 1, configurable: true, enumerable: true });
    try {
      expect(Object.keys(Object(jsonCopy({ a: { b: 1 } })))).toEqual(['a']);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'everywhere');
    }
  });
});

describe('values that have the same names again and again, for which code is made', () => {
  const name = fc.oneof(
    fc.string(),
    fc.constantFrom('__proto__', 'toJSON', 'constructor', '1', '"', '\u2028', 'S', 'M'),
  );
  const part = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withSparseArray: true, maxDepth: 2 }),
    fc.constantFrom<unknown>(undefined, NaN, -0, () => 1, Symbol('s'), { toJSON: () => 'j' }),
    fc.string(),
  );
  const alike = fc
    .uniqueArray(name, { maxLength: 6 })
    .chain((names) =>
      fc
        .array(fc.tuple(...names.map(() => part)), { minLength: 8, maxLength: 12 })
        .map((rows) => rows.map((parts) => objectOf(names, parts))),
    );

  function objectOf(names: readonly string[], parts: readonly unknown[]): object {
    const made = {};
    for (const [at, key] of names.entries()) {
      Object.defineProperty(made, key, { value: parts[at], writable: true, enumerable: true, configurable: true });
    }
    return made;
  }

  test('are copied as JSON does, whatever they hold', () => {
    fc.assert(
      fc.property(alike, (values) => {
        for (const value of values) expectSameAsJson({ outer: value, list: [value, value] });
      }),
      { seed: 29, numRuns: 400 },
    );
  });

  test('in lists, in changing order, and with more names than code is made for', () => {
    const many = Object.fromEntries(Array.from({ length: 70 }, (_, at) => [`n${at}`, String(at)]));
    for (let round = 0; round < 20; round++) {
      expectSameAsJson([
        { a: 1, b: { c: 'x' } },
        { b: { c: 'y' }, a: 2 },
        { a: round % 2 ? undefined : 1, b: null },
        many,
      ]);
    }
  });

  test('their measure is never below the bytes of their JSON', () => {
    for (let round = 0; round < 20; round++) {
      const value = { text: '\u0001'.repeat(round), n: round, l: [{ S: '\ud800'.repeat(round) }], no: null };
      expect(measuredJsonCopy(value).bytesAtMost).toBeGreaterThanOrEqual(Buffer.byteLength(JSON.stringify(value)));
    }
  });

  test('where Node.js makes no code from texts', () => {
    const given = globalThis.Function;
    globalThis.Function = function () {
      throw new EvalError('Code generation from strings disallowed for this context');
    } as never;
    try {
      for (let round = 0; round < 20; round++) expectSameAsJson({ nowhere: { else: 'text', met: round } });
    } finally {
      globalThis.Function = given;
    }
  });
});

test('a copy shares nothing with what it was made of', () => {
  const value = { a: [{ b: 'text' }] };
  const copy = jsonCopy(value) as typeof value;

  expect(copy.a).not.toBe(value.a);
  expect(copy.a[0]).not.toBe(value.a[0]);
});

test('the measure is never below the bytes of the JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }), (value) => {
      expect(measuredJsonCopy(value).bytesAtMost).toBeGreaterThanOrEqual(Buffer.byteLength(JSON.stringify(value)));
    }),
    { seed: 18, numRuns: 2000 },
  );
  const escaped = { text: '\u0001'.repeat(100), lone: '\ud800'.repeat(100) };
  expect(measuredJsonCopy(escaped).bytesAtMost).toBeGreaterThan(Buffer.byteLength(JSON.stringify(escaped)));
});
