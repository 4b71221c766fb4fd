import { types } from 'node:util';
/** What a service holds: named bins of values by key, in the order in which they came. */
export interface Shelf {
  /** Adds to the end of a bin, where it can be found again by the key, if one is given. */
  append(bin: string, value: unknown, key?: string): void;
  put(bin: string, key: string, value: unknown): void;
  get(bin: string, key: string): unknown;
  remove(bin: string, key: string): boolean;
  /** The keys and values of a bin, in order. */
  entries(bin: string): readonly (readonly [key: string, value: unknown])[];
  /** The names of the bins that hold something. */
  bins(): readonly string[];
  /** Everything, as plain data: a bin of appended values is a list, the others are objects with sorted keys. */
  contents(): Readonly<Record<string, unknown>>;
  clear(): void;
}

/** An empty shelf. */
export function createShelf(): Shelf {
  const bins = new Map<string, Map<string, unknown>>();
  const lists = new Set<string>();
  let appended = 0;
  const bin = (name: string): Map<string, unknown> => {
    const found = bins.get(name) ?? new Map<string, unknown>();
    bins.set(name, found);
    return found;
  };
  return {
    append(name, value, key = `#${++appended}`) {
      lists.add(name);
      bin(name).set(key, value);
    },
    put: (name, key, value) => void bin(name).set(key, value),
    get: (name, key) => bins.get(name)?.get(key),
    remove: (name, key) => bins.get(name)?.delete(key) ?? false,
    entries: (name) => [...(bins.get(name) ?? [])],
    bins: () => [...bins].filter(([, held]) => held.size > 0).map(([name]) => name),
    contents() {
      const held = [...bins].filter(([, values]) => values.size > 0).sort(([a], [b]) => (a < b ? -1 : 1));
      return Object.fromEntries(
        held.map(([name, values]) => [name, lists.has(name) ? [...values.values()].map(plain) : sorted(values)]),
      );
    },
    clear() {
      bins.clear();
      lists.clear();
      appended = 0;
    },
  };
}

function sorted(values: ReadonlyMap<string, unknown>): Readonly<Record<string, unknown>> {
  const entries = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, plain(value)]));
}

/** Bytes become text, or base64 when they are none, so that a state can be compared and printed. */
function plain(value: unknown): unknown {
  if (types.isUint8Array(value)) return textOrBase64(value);
  if (types.isDate(value)) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

function textOrBase64(bytes: Uint8Array): unknown {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') };
  }
}
