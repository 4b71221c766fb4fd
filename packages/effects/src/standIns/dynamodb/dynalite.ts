import type { Fields } from '../fields.ts';
import type { TableDescription } from './tableDefinition.ts';
import type { Item, TableStore } from './tableStore.ts';

/** What dynalite throws and hands to callbacks: an answer of DynamoDB that is no success. */
export interface DynaliteError extends Error {
  readonly statusCode?: number;
  readonly body?: Fields;
}

/** One operation, done on a store. */
export type DynaliteAction = (
  store: TableStore,
  data: Record<string, unknown>,
  callback: (error: DynaliteError | null | undefined, answer?: Fields) => void,
) => void;

/** What the input of an operation has to be. */
export interface DynaliteValidation {
  readonly types: object;
  readonly custom?: (data: object, store: TableStore) => string | undefined;
}

/** What is used of dynalite, which has no types of its own: the modules inside of it. */
export interface Dynalite {
  readonly actions: ReadonlyMap<string, DynaliteAction>;
  readonly validations: ReadonlyMap<string, DynaliteValidation>;
  readonly db: {
    createKey(item: Item, table: TableDescription): string;
    validateKey(key: Item, table: TableDescription): DynaliteError | undefined;
  };
  readonly checks: {
    checkTypes(data: object, types: object): Record<string, unknown>;
    checkValidations(data: object, types: object, custom: DynaliteValidation['custom'], store: TableStore): void;
  };
}

const operations = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'UpdateItem',
  'UpdateTable',
];

/** Loads dynalite, which takes a moment. */
export async function loadDynalite(): Promise<Dynalite> {
  const actions = await Promise.all(
    operations.map(async (name) => [name, await load<DynaliteAction>('actions', name)] as const),
  );
  const validations = await Promise.all(
    operations.map(async (name) => [name, await load<DynaliteValidation>('validations', name)] as const),
  );
  return {
    actions: new Map(actions),
    validations: new Map(validations),
    db: await load('db', 'index'),
    checks: await load('validations', 'index'),
  };
}

async function load<Loaded>(folder: string, name: string): Promise<Loaded> {
  const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  const { default: loaded } = (await import(`dynalite/${folder}/${file}.js`)) as { default: Loaded };
  return loaded;
}
