import type { Fields } from '../fields.ts';
import { createSortedBin } from './sortedBin.ts';
import type { SortedBin, Undo } from './sortedBin.ts';
import type { TableDescription } from './tableDefinition.ts';

/** An item with its types, such as `{ id: { S: 'a' } }`. */
export type Item = Fields;

type Done = (error: null) => void;

/**
 * What dynalite's actions work on: tables, items and indexes. It is dynalite's own store but for what is behind it,
 * which is no LevelDB but maps: so they are read, compared, taken back and thrown away in no time.
 */
export interface TableStore {
  readonly options: {
    readonly createTableMs: 0;
    readonly deleteTableMs: 0;
    readonly updateTableMs: 0;
    readonly maxItemSize: number;
  };
  readonly tableDb: SortedBin<TableDescription> & { readonly awsAccountId: string; readonly awsRegion: string };
  getItemDb(table: string): SortedBin<Item>;
  getIndexDb(type: string, table: string, index: string): SortedBin<Item>;
  getTagDb(table: string): SortedBin<string>;
  deleteItemDb(table: string, callback: Done): void;
  deleteIndexDb(type: string, table: string, index: string, callback: Done): void;
  deleteTagDb(table: string, callback: Done): void;
  getTable(name: string, checkStatus: boolean | TableCallback, callback?: TableCallback): void;
  /** Is told of each item that is about to change, with what it is, until there is another watcher or none. */
  watcher: ItemWatcher | undefined;
  /** Does something, and takes back all of it unless it says to keep it. */
  attempt<Outcome>(run: () => Promise<{ readonly keep: boolean; readonly outcome: Outcome }>): Promise<Outcome>;
}

/** What wants to know of changes: the table, the key in its order, and the item before. */
export type ItemWatcher = (table: string, key: string, before: Item | undefined) => void;

type TableCallback = (error: Error | null, table?: TableDescription) => void;

/** A store without tables. */
export function createTableStore(): TableStore {
  let journal: Undo[] | undefined;
  const changed = (undo: Undo): void => void journal?.push(undo);
  const bins = new Map<string, SortedBin<Item>>();
  const tags = new Map<string, SortedBin<string>>();
  const tableDb = {
    ...createSortedBin<TableDescription>(changed),
    awsAccountId: '123456789012',
    awsRegion: 'us-east-1',
  };

  function binOf<Value>(of: Map<string, SortedBin<Value>>, name: string): SortedBin<Value> {
    const bin = of.get(name) ?? createSortedBin<Value>(changed);
    of.set(name, bin);
    return bin;
  }

  function itemBin(table: string): SortedBin<Item> {
    const bin =
      bins.get(table) ??
      createSortedBin<Item>((undo, key, before) => {
        changed(undo);
        store.watcher?.(table, key, before);
      });
    bins.set(table, bin);
    return bin;
  }

  const indexName = (type: string, table: string, index: string): string => `${type.toLowerCase()} ${table} ${index}`;

  const store: TableStore = {
    watcher: undefined,
    options: { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, maxItemSize: 409_600 },
    tableDb,
    getItemDb: itemBin,
    getIndexDb: (type, table, index) => binOf(bins, indexName(type, table, index)),
    getTagDb: (table) => binOf(tags, table),
    deleteItemDb(table, callback) {
      bins.delete(table);
      callback(null);
    },
    deleteIndexDb(type, table, index, callback) {
      bins.delete(indexName(type, table, index));
      callback(null);
    },
    deleteTagDb(table, callback) {
      tags.delete(table);
      callback(null);
    },
    getTable(name, checkStatus, callback) {
      const answer = typeof checkStatus === 'function' ? checkStatus : callback;
      const table = tableDb.find(name);
      if (table === undefined) answer?.(notFound());
      else answer?.(null, table);
    },
    async attempt(run) {
      const mine: Undo[] = [];
      const outer = journal;
      journal = mine;
      try {
        const { keep, outcome } = await run();
        if (!keep) for (const undo of mine.reverse()) undo();
        else outer?.push(...mine);
        return outcome;
      } finally {
        journal = outer;
      }
    },
  };
  return store;
}

function notFound(): Error {
  const message = 'Requested resource not found';
  const body = { __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', message };
  return Object.assign(new Error(message), { statusCode: 400, body });
}
