import { check } from '../options/check.ts';
import { HandlerOptionError } from '../options/handlerOptionError.ts';
import { isName, type OptionNames } from './checkOptions.ts';

/** A table of Powertools' DynamoDB persistence layer, described with the options of that layer. */
export interface IdempotencyTable {
  readonly tableName: string;
  /** The partition key. Default: `id`. */
  readonly keyAttr?: string | undefined;
  /** The sort key, when the table has one; the partition key then holds `staticPkValue`. */
  readonly sortKeyAttr?: string | undefined;
  /** Needed with `sortKeyAttr`: the layer's own default contains the name of the function, which a redrive changes. */
  readonly staticPkValue?: string | undefined;
  /** Default: `status`. */
  readonly statusAttr?: string | undefined;
  /** Default: `expiration`. Set the table's time to live on it. */
  readonly expiryAttr?: string | undefined;
  /** Default: `in_progress_expiration`. */
  readonly inProgressExpiryAttr?: string | undefined;
}

export const tableNames: OptionNames<IdempotencyTable> = {
  tableName: true,
  keyAttr: true,
  sortKeyAttr: true,
  staticPkValue: true,
  statusAttr: true,
  expiryAttr: true,
  inProgressExpiryAttr: true,
};

/** What else an object holds that describes the table to Powertools' layer, or to `prefetch`, and here as well. */
export const besideTable = [
  'client',
  'awsSdkV3Client',
  'clientConfig',
  'dataAttr',
  'validationKeyAttr',
  'decode',
] as const;

/** Refuses a table without a name: the SDK would, but only when a record comes. */
export function checkTableName(functionName: string, { tableName }: { readonly tableName: string }): void {
  check({ tableName }, `the name of a DynamoDB table for ${functionName}`, isName);
}

/** The names of the attributes, with Powertools' defaults filled in. */
export function attributesOf(table: IdempotencyTable): { readonly [Role in AttributeRole]: string } {
  const { keyAttr = 'id', statusAttr = 'status', expiryAttr = 'expiration' } = table;
  return {
    keyAttr,
    statusAttr,
    expiryAttr,
    inProgressExpiryAttr: table.inProgressExpiryAttr ?? 'in_progress_expiration',
  };
}

type AttributeRole = 'keyAttr' | 'statusAttr' | 'expiryAttr' | 'inProgressExpiryAttr';

/** The primary key of an idempotency record: one text or two. */
export function primaryKeyOf(table: IdempotencyTable, key: string): Record<string, string> {
  const { keyAttr } = attributesOf(table);
  if (table.sortKeyAttr === undefined) return { [keyAttr]: key };
  if (table.staticPkValue === undefined) {
    const why = `because table ${table.tableName} has the sort key ${table.sortKeyAttr}`;
    throw new HandlerOptionError('staticPkValue', undefined, `the value of the partition key, ${why}`);
  }
  return { [keyAttr]: table.staticPkValue, [table.sortKeyAttr]: key };
}
