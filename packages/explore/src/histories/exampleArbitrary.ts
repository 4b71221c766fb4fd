import { type Arbitrary, constantFrom, integer, oneof, record, tuple } from 'fast-check';

type Item = Readonly<Record<string, unknown>>;

/**
 * Items like some examples: one of them, with some attributes as another has them, numbers changed, and a key of its own.
 */
export function exampleArbitrary(examples: readonly Item[], keys: readonly string[]): Arbitrary<Item> {
  const names = [...new Set(examples.flatMap(Object.keys))].filter((name) => !keys.includes(name));
  const base = constantFrom(...examples);
  const attributes = Object.fromEntries(names.map((name) => [name, attribute(examples, name)]));
  const changes = record(attributes, { requiredKeys: [] });
  const number = oneof(
    { weight: 1, arbitrary: integer({ min: 0, max: 0 }) },
    { weight: 3, arbitrary: integer({ min: 0, max: 9 }) },
  );
  return tuple(base, changes, number).map(([example, changed, copy]) => {
    const [key = ''] = keys;
    return { ...example, ...changed, [key]: another(example[key], copy) };
  });
}

/** What an attribute is in the examples that have it; a number may be another. */
function attribute(examples: readonly Item[], name: string): Arbitrary<unknown> {
  const values = constantFrom(...examples.filter((example) => example[name] !== undefined).map((one) => one[name]));
  return tuple(values, integer({ min: -2, max: 100 })).map(([value, delta]) =>
    typeof value === 'number' && Number.isInteger(value) && delta > 0 ? value + delta : value,
  );
}

/** The key of an example, or one like it. */
function another(key: unknown, copy: number): unknown {
  if (copy === 0) return key;
  if (typeof key === 'string') return `${key}-${copy}`;
  return typeof key === 'number' ? key + copy : key;
}
