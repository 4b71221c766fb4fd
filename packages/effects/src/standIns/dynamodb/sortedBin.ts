import { Stream } from 'node:stream';

/** What may be asked of a bin: a range of its keys, in either direction. */
export interface Range {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  /** At most so many; -1 and nothing: all. */
  readonly limit?: number;
}

/** One change of a bin, with what it takes to take it back. */
export type Undo = () => void;

type Callback<Value> = (error: null, value?: Value) => void;

/**
 * A map in the order of its keys, with the calls that dynalite makes to its database. All are answered at once. Values
 * are held as they are given, never copied and never changed.
 */
export interface SortedBin<Value> {
  get(key: string, callback: Callback<Value>): void;
  put(key: string, value: Value, callback: Callback<undefined>): void;
  del(key: string, callback: Callback<undefined>): void;
  batch(steps: readonly Step<Value>[], callback: Callback<undefined>): void;
  createKeyStream(range?: Range): Stream;
  createValueStream(range?: Range): Stream;
  /** Calls run one after the other: whoever asks has the lock. */
  lock(key: string, run: (release: <Run>(callback: Run) => Run) => void): void;
  values(): readonly Value[];
  find(key: string): Value | undefined;
  size(): number;
}

interface Step<Value> {
  readonly type: 'put' | 'del';
  readonly key: string;
  readonly value?: Value;
}

/** An empty bin. @param changed Is told of each change, so that it can be taken back, with its key and what was there. */
export function createSortedBin<Value>(
  changed: (undo: Undo, key: string, before: Value | undefined) => void,
): SortedBin<Value> {
  const held = new Map<string, Value>();
  let sorted: readonly string[] | undefined;
  const keys = (): readonly string[] => (sorted ??= [...held.keys()].sort());

  function set(key: string, value: Value | undefined): void {
    const before = held.get(key);
    if ((before === undefined) !== (value === undefined)) sorted = undefined;
    if (value === undefined) held.delete(key);
    else held.set(key, value);
    changed(
      () => {
        sorted = undefined;
        if (before === undefined) held.delete(key);
        else held.set(key, before);
      },
      key,
      before,
    );
  }

  const valueOf = (key: string): Value[] => {
    const value = held.get(key);
    return value === undefined ? [] : [value];
  };

  return {
    get: (key, callback) => callback(null, held.get(key)),
    put(key, value, callback) {
      set(key, value);
      callback(null);
    },
    del(key, callback) {
      set(key, undefined);
      callback(null);
    },
    batch(steps, callback) {
      for (const { type, key, value } of steps) set(key, type === 'put' ? value : undefined);
      callback(null);
    },
    createKeyStream: (range = {}) => streamOf(within(keys(), range)),
    createValueStream: (range = {}) => streamOf(within(keys(), range).flatMap(valueOf)),
    lock: (_, run) => run((callback) => callback),
    values: () => keys().flatMap(valueOf),
    find: (key) => held.get(key),
    size: () => held.size,
  };
}

function within(keys: readonly string[], { gt, gte, lt, lte, reverse, limit }: Range): readonly string[] {
  const found = keys.filter(
    (key) =>
      (gt === undefined || key > gt) &&
      (gte === undefined || key >= gte) &&
      (lt === undefined || key < lt) &&
      (lte === undefined || key <= lte),
  );
  const ordered = reverse === true ? found.reverse() : found;
  return limit === undefined || limit < 0 ? ordered : ordered.slice(0, limit);
}

/** The stream that dynalite reads with: `data` for each, and `end`, once whoever asked has begun to listen. */
function streamOf(elements: readonly unknown[]): Stream {
  const stream = new Stream();
  queueMicrotask(() => {
    try {
      for (const element of elements) stream.emit('data', element);
      stream.emit('end');
    } catch (error) {
      stream.emit('error', error);
    }
  });
  return stream;
}
