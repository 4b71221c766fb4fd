import type { LeafPredicate, Scalar } from './leafPredicate.ts';

/** A step into an object: the name to look up, and how many names of the path are then used up. */
interface Lookup {
  readonly name: string;
  readonly used: number;
  /** The name as JSON, so that positions made of several cannot be confused. */
  readonly quoted: string;
}

/** For each number of names used up so far, what to look up next; nothing once the whole path is used up. */
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
  return names.map((_, start) =>
    names.slice(start).map((_, more) => {
      const used = start + more + 1;
      const name = names.slice(start, used).join('.');
      return { name, used, quoted: JSON.stringify(name) };
    }),
  );
}

/** What {@link scanLeaves} saw, as bits: some leaf is there, one passed, one lies inside an element of an array. */
export const sawLeaf = 1;
export const sawMatch = 2;
export const sawElement = 4;

/** Looks for a leaf that passes, stopping at the first; which element it came from is not told. */
export function scanLeaves(node: unknown, reader: LeafReader, used: number, passes: LeafPredicate): number {
  if (typeof node !== 'object' || node === null) {
    if (used < reader.length || !isScalar(node)) return 0;
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
    seen |= found !== 0 && isNested(element) ? found | sawElement : found;
    if ((seen & sawMatch) !== 0) return seen;
  }
  return seen;
}

/** An element of an array, the array known by its position in the record: one object may stand in two places. */
export interface ArrayElement {
  readonly array: string;
  readonly index: number;
}

/** A leaf of a record and every array element it lies in, outermost first. */
export interface BoundLeaf {
  readonly value: Scalar;
  readonly elements: readonly ArrayElement[];
}

/** Lists every leaf at a path together with the array elements it lies in. */
export function boundLeaves(record: unknown, reader: LeafReader): readonly BoundLeaf[] {
  const leaves: BoundLeaf[] = [];
  collectLeaves(record, reader, 0, '', [], leaves);
  return leaves;
}

function collectLeaves(
  node: unknown,
  reader: LeafReader,
  used: number,
  position: string,
  elements: readonly ArrayElement[],
  leaves: BoundLeaf[],
): void {
  const lookups = reader[used];
  if (typeof node !== 'object' || node === null) {
    if (used === reader.length && isScalar(node)) leaves.push({ value: node, elements });
  } else if (Array.isArray(node)) {
    for (const [index, element] of (node as readonly unknown[]).entries()) {
      // A scalar is not bound to its place in the array.
      const inner = isNested(element) ? [...elements, { array: position, index }] : elements;
      collectLeaves(element, reader, used, `${position}${index}/`, inner, leaves);
    }
  } else if (lookups !== undefined) {
    for (const { name, used: next, quoted } of lookups) {
      if (!Object.hasOwn(node, name)) continue;
      const child = (node as Readonly<Record<string, unknown>>)[name];
      collectLeaves(child, reader, next, `${position}${quoted}/`, elements, leaves);
    }
  }
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
