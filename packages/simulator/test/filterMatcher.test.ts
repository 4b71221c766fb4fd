import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { compileFilterCriteria } from '../src/filter/compileFilterCriteria.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

function passes(pattern: unknown, record: unknown): boolean {
  return compileFilterCriteria({ Filters: [{ Pattern: JSON.stringify(pattern) }] })(record);
}

/** The specification once more, by brute force: every leaf of the record by its path, nothing compiled. */
function leavesByPath(value: Json, path: readonly string[] = []): readonly (readonly [string, Json])[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((element) => leavesByPath(element, path));
  if (typeof value !== 'object' || value === null) return [[path.join('.'), value]];
  return Object.entries(value).flatMap(([name, child]) => leavesByPath(child, [...path, name]));
}

function testsByPath(pattern: Json, path: readonly string[] = []): readonly (readonly [string, readonly Json[]])[] {
  if (Array.isArray(pattern)) return [[path.join('.'), pattern]];
  return Object.entries(pattern as object).flatMap(([name, child]: [string, Json]) =>
    testsByPath(child, [...path, name]),
  );
}

function holds(test: Json, values: readonly Json[]): boolean {
  if (typeof test !== 'object' || test === null) return values.some((value) => value === test);
  const [operator, argument] = Object.entries(test)[0] ?? ['', null];
  const wanted = typeof argument === 'string' ? argument : '';
  const texts = values.filter((value) => typeof value === 'string');
  const numbers = values.filter((value) => typeof value === 'number');
  switch (operator) {
    case 'exists':
      return values.length > 0 === argument;
    case 'prefix':
      return texts.some((text) => text.slice(0, wanted.length) === wanted);
    case 'suffix':
      return texts.some((text) => text.slice(text.length - wanted.length) === wanted && text.length >= wanted.length);
    case 'equals-ignore-case':
      return texts.some((text) => text.toLowerCase() === wanted.toLowerCase());
    case 'anything-but':
      return values.some((value) => ![argument].flat().includes(value));
    case 'numeric': {
      const [first, a, second, b] = argument as [string, number, string?, number?];
      return numbers.some((n) => compares(n, first, a) && (second === undefined || compares(n, second, b ?? 0)));
    }
    default:
      throw new Error(`unexpected operator ${operator}`);
  }
}

function compares(n: number, operator: string, bound: number): boolean {
  return { '=': n === bound, '<': n < bound, '<=': n <= bound, '>': n > bound, '>=': n >= bound }[operator] ?? false;
}

function matchesNaively(pattern: Json, record: Json): boolean {
  const leaves = leavesByPath(record);
  // A Map keeps the later of two leaves on one path, as AWS does.
  return [...new Map(testsByPath(pattern))].every(([path, tests]) => {
    const values = leaves.filter(([at]) => at === path).map(([, value]) => value);
    return tests.some((test) => holds(test, values));
  });
}

const anyName = fc.constantFrom('a', 'b', 'c', 'a.b', 'prefix', '__proto__', 'toString');
const fewNames = fc.constantFrom('a', 'b', 'a.b');
const text = fc.constantFrom('', 'x', 'X', 'xy', 'yx', 'é', 'É', '1');
const number = fc.constantFrom(-1, 0, 1, 1.5, 2, 1e21);
const scalar: fc.Arbitrary<Json> = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const range = fc
  .tuple(fc.constantFrom('>', '>='), fc.constantFrom('<', '<='), fc.tuple(number, number))
  .filter(([, , [a, b]]) => a !== b)
  .map(([low, high, [a, b]]) => [low, Math.min(a, b), high, Math.max(a, b)] as Json);
const aTest: fc.Arbitrary<Json> = fc.oneof(
  scalar,
  fc.record({ prefix: text }),
  fc.record({ suffix: text }),
  fc.record({ 'equals-ignore-case': text }),
  fc.record({
    'anything-but': fc.oneof(text, number, fc.array(text, { minLength: 1 }), fc.array(number, { minLength: 1 })),
  }),
  fc.record({ numeric: fc.oneof(fc.tuple(fc.constantFrom('=', '<', '<=', '>', '>='), number), range) }),
);
const fewValues: fc.Arbitrary<Json> = fc.constantFrom('x', 'y', 1);
const fewTests: fc.Arbitrary<Json> = fc.oneof(
  fewValues,
  fc.constant({ 'anything-but': 'x' }),
  fc.constant({ exists: true }),
);
const existence: fc.Arbitrary<Json> = fc.boolean().map((exists) => ({ exists }));

function patternOf(test: fc.Arbitrary<Json>, name = anyName): fc.Arbitrary<Json> {
  return fc.letrec<{ pattern: Json; leaf: Json }>((tie) => ({
    leaf: fc.array(test, { minLength: 1, maxLength: 3 }),
    pattern: fc.dictionary(name, fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('leaf'), tie('pattern')), {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    }),
  })).pattern;
}

function recordOf(leaf: fc.Arbitrary<Json>, arrays: boolean, name = anyName): fc.Arbitrary<Json> {
  return fc.letrec<{ record: Json; value: Json; list: Json }>((tie) => ({
    list: fc.array(tie('value'), { maxLength: 3 }),
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      tie('record'),
      ...(arrays ? [tie('list')] : []),
    ),
    record: fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  })).record;
}

describe('the compiled matcher', () => {
  test('agrees with a brute-force evaluator on records whose arrays hold plain values', () => {
    const plain = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }) as fc.Arbitrary<Json>);
    let matched = 0;

    fc.assert(
      fc.property(patternOf(fc.oneof(aTest, existence)), recordOf(plain, false), (pattern, record) => {
        const expected = matchesNaively(pattern, record);
        if (expected) matched++;
        expect(passes(pattern, record)).toBe(expected);
      }),
      { seed: 3, numRuns: 2000 },
    );
    expect(matched).toBeGreaterThan(80);
  });

  test('agrees with trying every choice of array elements', () => {
    let matched = 0;

    fc.assert(
      fc.property(patternOf(fewTests, fewNames), recordOf(fewValues, true, fewNames), (pattern, record) => {
        const expected = choices(record).some((choice) => matchesNaively(pattern, choice));
        if (expected) matched++;
        expect(passes(pattern, record)).toBe(expected);
      }),
      { seed: 4, numRuns: 2000 },
    );
    expect(matched).toBeGreaterThan(120);
  });

  test('agrees with binding array elements one path after the other, absence included', () => {
    let matched = 0;
    let absent = 0;

    fc.assert(
      fc.property(
        patternOf(fc.oneof(fewTests, fc.constant({ exists: false })), fewNames),
        recordOf(fewValues, true, fewNames),
        (pattern, record) => {
          const expected = matchesInOrder(pattern, record);
          if (expected) matched++;
          if (expected && JSON.stringify(pattern).includes('false')) absent++;
          expect(passes(pattern, record)).toBe(expected);
        },
      ),
      { seed: 9, numRuns: 2000 },
    );
    expect(matched).toBeGreaterThan(120);
    expect(absent).toBeGreaterThan(80);
  });

  test('agrees with matching each branch of a $or by itself', () => {
    const branch = patternOf(aTest).filter((pattern) => !JSON.stringify(pattern).includes('"prefix":{'));
    const safe = branch.filter((pattern) => !/"prefix":\[/u.test(JSON.stringify(pattern)));

    fc.assert(
      fc.property(fc.array(safe, { minLength: 2, maxLength: 3 }), recordOf(scalar, true), (branches, record) => {
        const expected = branches.some((each) => passes(each, record));
        expect(passes({ $or: branches }, record)).toBe(expected);
      }),
      { seed: 5, numRuns: 1000 },
    );
  });

  test('never changes the record', () => {
    fc.assert(
      fc.property(patternOf(fc.oneof(aTest, existence)), recordOf(scalar, true), (pattern, record) => {
        const before = JSON.stringify(record);
        passes(pattern, record);
        expect(JSON.stringify(record)).toBe(before);
      }),
      { seed: 6, numRuns: 500 },
    );
  });
});

interface PlacedLeaf {
  readonly path: string;
  readonly value: Json;
  readonly place: Readonly<Record<string, number>>;
}

/** Every leaf with the elements it lies in; a plain value in an array lies in none of it. */
function placedLeaves(value: Json, path: string, where: string, place: PlacedLeaf['place']): readonly PlacedLeaf[] {
  if (typeof value !== 'object' || value === null) return [{ path: path.slice(1), value, place }];
  if (Array.isArray(value))
    return (value as readonly Json[]).flatMap((element, index) => {
      const inner = typeof element === 'object' && element !== null ? { ...place, [where]: index } : place;
      return placedLeaves(element, path, `${where}[${index}]`, inner);
    });
  return Object.entries(value).flatMap(([key, child]: [string, Json]) =>
    placedLeaves(child, `${path}.${key}`, `${where} ${key}`, place),
  );
}

function matchesInOrder(pattern: Json, record: Json): boolean {
  const leaves = placedLeaves(record, '', '', {});
  const conditions = [...new Map(testsByPath(pattern))].sort(([a], [b]) => (a < b ? -1 : 1));
  return holdsFrom(0, {});

  function holdsFrom(index: number, bound: PlacedLeaf['place']): boolean {
    const [path, tests] = conditions[index] ?? [];
    if (path === undefined || tests === undefined) return true;
    const present = leaves.filter(
      (leaf) =>
        leaf.path === path &&
        Object.entries(leaf.place).every(([array, at]) => bound[array] === undefined || bound[array] === at),
    );
    if (present.length === 0) return tests.some((each) => holds(each, [])) && holdsFrom(index + 1, bound);
    return present.some(
      ({ value, place }) => tests.some((each) => holds(each, [value])) && holdsFrom(index + 1, { ...bound, ...place }),
    );
  }
}

/** Every way to take one element of each array; plain values are in no element. */
function choices(value: Json): readonly Json[] {
  if (Array.isArray(value)) {
    const elements = value as readonly Json[];
    const plain = elements.filter((element) => typeof element !== 'object' || element === null);
    const nested = elements.filter((element) => typeof element === 'object' && element !== null);
    if (nested.length === 0) return [plain];
    return nested.flatMap((element) => choices(element).map((choice) => [...plain, choice]));
  }
  if (typeof value !== 'object' || value === null) return [value];
  return Object.entries(value).reduce<readonly Json[]>(
    (records, [key, child]: [string, Json]) =>
      records.flatMap((record) => choices(child).map((choice) => withField(record, key, choice))),
    [{}],
  );
}

// Spread and entries keep a field called `__proto__` an ordinary one.
function withField(record: Json, key: string, value: Json): Json {
  return Object.fromEntries([...Object.entries(record as object), [key, value]]) as Json;
}
