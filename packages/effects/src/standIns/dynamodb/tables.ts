import type { Call } from '../call.ts';
import type { Fields } from '../fields.ts';
import { textOf } from '../fields.ts';
import { ServiceFailure } from '../serviceFailure.ts';
import { failureWithItem } from './failureWithItem.ts';
import { createTableLearner } from './learnTables.ts';
import type { TableLearner } from './learnTables.ts';
import type { TableDefinition } from './tableDefinition.ts';
import { createTableEngine } from './tableEngine.ts';
import type { TableEngine } from './tableEngine.ts';
import type { Item } from './tableStore.ts';
import { transactGet, transactWrite } from './transactions.ts';

/** The tables behind the stand-in of DynamoDB. */
export interface Tables {
  /** Does one operation, alone. @throws ServiceFailure as DynamoDB would. */
  run(operation: string, input: Fields, call: Call): Promise<Fields>;
  /** The items of each table that has some, in the order of the table; not to be changed. */
  contents(): Readonly<Record<string, readonly Item[]>>;
  /** Back to the declared tables, empty. */
  reset(): void;
}

interface Opened {
  readonly engine: TableEngine;
  readonly learner: TableLearner;
}

/** Tables that are opened when they are first used. */
export function createTables(declared: readonly TableDefinition[]): Tables {
  let opening: Promise<Opened> | undefined;
  let opened: Opened | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function open(): Promise<Opened> {
    const engine = await createTableEngine();
    const learner = createTableLearner(engine);
    for (const definition of declared) learner.declare(definition);
    opened = { engine, learner };
    return opened;
  }

  async function perform(operation: string, input: Fields, call: Call): Promise<Fields> {
    const { engine, learner } = opened ?? (await (opening ??= open()));
    await learner.prepare(operation, input);
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
      const done = last.then(() => perform(operation, input, call));
      last = done.catch(() => undefined);
      return done;
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

async function simple(operation: string, input: Fields, engine: TableEngine): Promise<Fields> {
  try {
    const answer = await engine.run(operation, input);
    const { tableDb } = engine.store();
    const name = textOf(input['TableName']);
    // dynalite lets both take a moment on the clock; here a table is there, or gone, at once.
    if (operation === 'DeleteTable') tableDb.del(name, () => undefined);
    const table = operation === 'CreateTable' ? tableDb.find(name) : undefined;
    if (table === undefined) return answer;
    tableDb.put(name, { ...table, TableStatus: 'ACTIVE' }, () => undefined);
    return structuredClone(answer);
  } catch (error) {
    throw error instanceof ServiceFailure ? await failureWithItem(error, input, engine) : error;
  }
}
