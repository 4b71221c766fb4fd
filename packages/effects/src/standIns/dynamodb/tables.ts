import { isDeepStrictEqual, types } from 'node:util';
import type { TableImage, TableWrite } from '@millrace/simulator';
import type { Call } from '../call.ts';
import { andThen, type Eventually, unlessFailed } from '../eventually.ts';
import type { Fields } from '../fields.ts';
import { textOf } from '../fields.ts';
import { ServiceFailure } from '../serviceFailure.ts';
import { failureWithItem } from './failureWithItem.ts';
import { createTableLearner } from './learnTables.ts';
import type { TableLearner } from './learnTables.ts';
import type { TableDefinition, TableDescription } from './tableDefinition.ts';
import { createTableEngine } from './tableEngine.ts';
import type { TableEngine } from './tableEngine.ts';
import type { Item } from './tableStore.ts';
import { transactGet, transactWrite } from './transactions.ts';

/** The tables behind the stand-in of DynamoDB. */
export interface Tables {
  /** Does one operation, alone. @throws ServiceFailure as DynamoDB would. */
  run(operation: string, input: Fields, call: Call): Eventually<Fields>;
  /** Tells of what changes in a table from now on; what it answers ends that. */
  connect(table: string, tell: (write: TableWrite) => void): () => void;
  /** The items of each table that has some, in the order of the table; not to be changed. */
  contents(): Readonly<Record<string, readonly Item[]>>;
  /** Back to the declared tables, empty. */
  reset(): void;
}

interface Touched {
  readonly table: string;
  readonly key: string;
  readonly before: Item | undefined;
}

interface Opened {
  readonly engine: TableEngine;
  readonly learner: TableLearner;
}

/** Tables that are opened when they are first used. */
export function createTables(declared: readonly TableDefinition[]): Tables {
  let opening: Promise<Opened> | undefined;
  let opened: Opened | undefined;
  /** Ends with the last call that is not done yet. */
  let underWay: Promise<unknown> | undefined;
  const listeners = new Map<string, Set<(write: TableWrite) => void>>();

  async function open(): Promise<Opened> {
    const engine = await createTableEngine();
    const learner = createTableLearner(engine);
    for (const definition of declared) learner.declare(definition);
    opened = { engine, learner };
    return opened;
  }

  function performed(operation: string, input: Fields, call: Call): Eventually<Fields> {
    return andThen<Opened, Fields>(opened ?? (opening ??= open()), ({ engine, learner }) =>
      andThen(learner.prepare(operation, input), () =>
        listeners.size === 0 ? act(operation, input, call, engine) : telling(operation, input, call, engine),
      ),
    );
  }

  /** Tells whoever is connected what an operation changed: an item that is in the end what it was makes no record, as at AWS. */
  async function telling(operation: string, input: Fields, call: Call, engine: TableEngine): Promise<Fields> {
    const store = engine.store();
    const touched = new Map<string, Touched>();
    store.watcher = (table, key, before) => {
      const name = `${table} ${key}`;
      if (listeners.has(table) && !touched.has(name)) touched.set(name, { table, key, before });
    };
    try {
      return await act(operation, input, call, engine);
    } finally {
      store.watcher = undefined;
      for (const { table, key, before } of touched.values()) {
        const after = store.getItemDb(table).find(key);
        if (isDeepStrictEqual(before && imageOf(before), after && imageOf(after))) continue;
        const write = writeOf(store.tableDb.find(table), before, after, `${operation} ${table}`);
        for (const tell of listeners.get(table) ?? []) tell(write);
      }
    }
  }

  function act(operation: string, input: Fields, call: Call, engine: TableEngine): Eventually<Fields> {
    switch (operation) {
      case 'TransactWriteItems':
        return transactWrite(input, engine, call);
      case 'TransactGetItems':
        return transactGet(input, engine);
      default:
        return simple(operation, input, engine);
    }
  }

  return {
    run(operation, input, call) {
      // One after the other: a transaction sees no half of another call.
      const perform = (): Eventually<Fields> => performed(operation, input, call);
      const done = underWay === undefined ? perform() : underWay.then(perform);
      if (!types.isPromise(done)) return done;
      const free = (): void => {
        if (underWay === ended) underWay = undefined;
      };
      const ended: Promise<void> = done.then(free, free);
      underWay = ended;
      return done;
    },
    connect(table, tell) {
      const own = (write: TableWrite): void => tell(write);
      const told = listeners.get(table) ?? new Set();
      listeners.set(table, told.add(own));
      return () => {
        told.delete(own);
        if (told.size === 0) listeners.delete(table);
      };
    },
    contents() {
      const store = opened?.engine.store();
      const names = store === undefined ? [] : store.tableDb.values().map(({ TableName }) => TableName);
      const held = names.map((name) => [name, store?.getItemDb(name).values() ?? []] as const);
      return Object.fromEntries(held.filter(([, items]) => items.length > 0));
    },
    reset() {
      opened?.engine.forget();
      opened?.learner.forget();
      for (const definition of declared) opened?.learner.declare(definition);
    },
  };
}

function writeOf(
  table: TableDescription | undefined,
  before: Item | undefined,
  after: Item | undefined,
  by: string,
): TableWrite {
  const oldImage = before === undefined ? undefined : imageOf(before);
  const newImage = after === undefined ? undefined : imageOf(after);
  const item: TableImage = newImage ?? oldImage ?? {};
  const names = table?.KeySchema.map(({ AttributeName }) => AttributeName) ?? [];
  const keys = Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
  return { keys, oldImage, newImage, by };
}

/** A copy, as JSON: items of the table are not for others to hold, and dynalite makes them in several ways. */
function imageOf(item: Item): TableImage {
  return JSON.parse(JSON.stringify(item)) as TableImage;
}

function simple(operation: string, input: Fields, engine: TableEngine): Eventually<Fields> {
  const settled = (answer: Fields): Fields => {
    const { tableDb } = engine.store();
    const name = textOf(input['TableName']);
    // dynalite lets both take a moment on the clock; here a table is there, or gone, at once.
    if (operation === 'DeleteTable') tableDb.del(name, () => undefined);
    const table = operation === 'CreateTable' ? tableDb.find(name) : undefined;
    if (table === undefined) return answer;
    tableDb.put(name, { ...table, TableStatus: 'ACTIVE' }, () => undefined);
    return structuredClone(answer);
  };
  return unlessFailed(
    () => andThen(engine.run(operation, input), settled),
    (error) => {
      throw error instanceof ServiceFailure ? failureWithItem(error, input, engine) : error;
    },
  );
}
