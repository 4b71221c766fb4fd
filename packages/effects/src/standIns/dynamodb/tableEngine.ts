import type { Eventually } from '../eventually.ts';
import type { Fields } from '../fields.ts';
import { fieldsOf, textOf } from '../fields.ts';
import { refused } from '../services/failures.ts';
import { ServiceFailure } from '../serviceFailure.ts';
import { loadDynalite } from './dynalite.ts';
import type { DynaliteAction, DynaliteValidation } from './dynalite.ts';
import { createTableStore } from './tableStore.ts';
import type { TableDescription } from './tableDefinition.ts';
import type { Item, TableStore } from './tableStore.ts';

/** DynamoDB without a server: dynalite's actions, conditions and validations on tables in memory. */
export interface TableEngine {
  /** The tables as they are now; thrown away by `forget`. */
  store(): TableStore;
  /** Does one operation that dynalite knows. @throws ServiceFailure as DynamoDB would. */
  run(operation: string, input: Fields): Eventually<Fields>;
  /** The key of an item or of its key attributes, in the order in which tables hold them. */
  keyOf(item: Item, table: TableDescription): string;
  forget(): void;
}

/** Whether a failure was seen in the request alone, before any table was asked. */
export const isOfRequest = new WeakSet<ServiceFailure>();

/** Loads dynalite, which takes a moment, so that those who have no tables do without. */
export async function createTableEngine(): Promise<TableEngine> {
  const { actions, validations, db, checks } = await loadDynalite();
  let store = createTableStore();

  /** The input as dynalite's actions want it; it changes what it is given, so it gets its own. */
  function checked(input: Fields, { types, custom }: DynaliteValidation): Record<string, unknown> {
    try {
      const data = checks.checkTypes(copyOf(input), types);
      checks.checkValidations(data, types, custom, store);
      return data;
    } catch (error) {
      const failure = failureOf(error);
      if (failure instanceof ServiceFailure) isOfRequest.add(failure);
      throw failure;
    }
  }

  /** Most actions call back before they return; those that read a range do so later. */
  function act(action: DynaliteAction, data: Record<string, unknown>): Eventually<Fields> {
    let outcome: (() => Fields) | undefined;
    let heard: (() => void) | undefined;
    action(store, data, (error, answer) => {
      outcome = () => {
        if (error === null || error === undefined) return answer ?? {};
        throw failureOf(error);
      };
      heard?.();
    });
    if (outcome !== undefined) return outcome();
    const hearing = new Promise<void>((resolve) => {
      heard = resolve;
    });
    return hearing.then(() => outcome?.() ?? {});
  }

  function run(operation: string, input: Fields): Eventually<Fields> {
    const action = actions.get(operation);
    const validation = validations.get(operation);
    if (action === undefined || validation === undefined)
      throw new ServiceFailure(refused('UnknownOperationException', unknownOperation(operation)));
    const data = checked(input, validation);
    return operation === 'BatchGetItem' ? batchGet(data) : act(action, data);
  }

  /**
   * dynalite's own batch answers in an order of chance; AWS in none that can be relied on. Here it is the order of the
   * table, which is the same in each run and rarely that of the request.
   */
  async function batchGet(data: Record<string, unknown>): Promise<Fields> {
    const get = actions.get('GetItem');
    const Responses: Record<string, unknown[]> = {};
    for (const [TableName, asked] of Object.entries(fieldsOf(data['RequestItems']))) {
      const { Keys, _projection, AttributesToGet } = fieldsOf(asked);
      const table = store.tableDb.find(TableName);
      const keys = (Array.isArray(Keys) ? Keys : []).map(fieldsOf);
      const invalid = table && keys.map((key) => db.validateKey(key, table)).find((error) => error !== undefined);
      if (invalid) throw failureOf(invalid);
      const inOrder =
        table === undefined
          ? keys
          : keys.toSorted((a, b) => (db.createKey(a, table) < db.createKey(b, table) ? -1 : 1));
      Responses[TableName] = [];
      for (const Key of inOrder) {
        const { Item } = get === undefined ? {} : await act(get, { TableName, Key, _projection, AttributesToGet });
        if (Item !== undefined) Responses[TableName].push(Item);
      }
    }
    return { Responses, UnprocessedKeys: {} };
  }

  return {
    store: () => store,
    run,
    keyOf: (item, table) => db.createKey(item, table),
    forget() {
      // Whatever dynalite still does to the old one, such as a table that becomes active later, is forgotten with it.
      store = createTableStore();
    },
  };
}

/** What comes as JSON goes as JSON: for small things this is the quickest way. */
function copyOf(input: Fields): Record<string, unknown> {
  return JSON.parse(JSON.stringify(input)) as Record<string, unknown>;
}

/** An answer of DynamoDB that is no success; anything else that is thrown stays what it is. */
function failureOf(error: unknown): unknown {
  const { body, statusCode } = Object(error) as { body?: Fields; statusCode?: number };
  if (body === undefined) return error;
  const { __type, message, Message, ...fields } = body;
  const code = textOf(__type).split('#').at(-1) ?? '';
  return new ServiceFailure({ code, status: statusCode ?? 400, message: textOf(message) || textOf(Message) }, fields);
}

function unknownOperation(operation: string): string {
  return `The stand-in of DynamoDB does not know ${operation}. What it knows is in docs/stand-ins.md; for everything else, use DynamoDB Local and allow its address.`;
}
