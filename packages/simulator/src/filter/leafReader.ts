import type { LeafPredicate, Scalar } from './leafPredicate.ts';

/** A step into an object: the name to look up, and how many names of the path are then used up. */
interface Lookup {
  readonly name: string;
  readonly used: number;
}

/** For each number of names used up so far, what to look up next; the last entry, of the whole path, is empty. */
export type LeafReader = readonly (readonly Lookup[])[];

/** More names than DynamoDB's 32 levels of nesting can need, with room for dots in attribute names. */
export const mostNamesInPath = 128;

/**
 * Prepares the walk to one path of a record.
 *
 * A name in a record may hold dots of its own: the path `a.b` leads to `{"a":{"b":…}}` and to `{"a.b":…}` alike
 * (recorded). So each step looks for the next name, the next two joined, and so on. The walk follows the pattern, not
 * the record: what no pattern names costs nothing.
 */
export function leafReader(path: string): LeafReader {
  const names = path.split('.');
  const lookups = names.map((_, used) =>
    names
      .slice(used)
      .map((_, index) => ({ name: names.slice(used, used + index + 1).join('.'), used: used + index + 1 })),
  );
  return [...lookups, []];
}

/** What {@link scanLeaves} saw, as bits: some leaf is there, one passed, one lies inside an element of an array. */
export const sawLeaf = 1;
export const sawMatch = 2;
export const sawElement = 4;

/** Looks for a leaf that passes, stopping at the first; which element it came from is not told. */
export function scanLeaves(node: unknown, reader: LeafReader, used: number, passes: LeafPredicate): number {
  if (node === undefined) return 0;
  if (typeof node !== 'object' || node === null) {
    if (used < reader.length - 1 || !isScalar(node)) return 0;
    return passes(node) ? sawLeaf | sawMatch : sawLeaf;
  }
  return Array.isArray(node) ? scanElements(node, reader, used, passes) : scanNames(node, reader, used, passes);
}

function scanNames(node: object, reader: LeafReader, used: number, passes: LeafPredicate): number {
  const lookups = reader[used];
  let seen = 0;
  if (lookups === undefined) return seen;
  for (const { name, used: next } of lookups) {
    if (!Object.hasOwn(node, name)) continue;
    seen |= scanLeaves((node as Readonly<Record<string, unknown>>)[name], reader, next, passes);
    if ((seen & sawMatch) !== 0) return seen;
  }
  return seen;
}

// An array is transparent: any element will do, at any depth, and an empty one is as good as absent.
function scanElements(elements: readonly unknown[], reader: LeafReader, used: number, passes: LeafPredicate): number {
  let seen = 0;
  for (const element of elements) {
    const found = scanLeaves(element, reader, used, passes);
    // A scalar is not bound to its place in the array; what lies inside an object or another array is.
    seen |= found !== 0 && typeof element === 'object' && element !== null ? found | sawElement : found;
    if ((seen & sawMatch) !== 0) return seen;
  }
  return seen;
}

/** A leaf of a record with the elements it lies in: for each array on the way, by its position, the index taken. */
export interface BoundLeaf {
  readonly value: Scalar;
  readonly elements: ReadonlyMap<string, number>;
}

/** Lists every leaf at a path together with the array elements it lies in. */
export function boundLeaves(record: unknown, reader: LeafReader): readonly BoundLeaf[] {
  const leaves: BoundLeaf[] = [];
  collect(record, 0, '', new Map());
  return leaves;

  function collect(node: unknown, used: number, position: string, elements: ReadonlyMap<string, number>): void {
    if (typeof node !== 'object' || node === null) {
      if (used === reader.length - 1 && isScalar(node)) leaves.push({ value: node, elements });
    } else if (Array.isArray(node)) {
      node.forEach((element: unknown, index) => {
        const isBinding = typeof element === 'object' && element !== null;
        const inner = isBinding ? new Map(elements).set(position, index) : elements;
        collect(element, used, `${position}\n${index}`, inner);
      });
    } else {
      for (const { name, used: next } of reader[used] ?? []) {
        if (!Object.hasOwn(node, name)) continue;
        const child = (node as Readonly<Record<string, unknown>>)[name];
        collect(child, next, `${position}\n${JSON.stringify(name)}`, elements);
      }
    }
  }
}

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
