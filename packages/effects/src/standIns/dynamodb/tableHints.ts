import { fieldsOf, listOf, textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { guessKey, keyOfAttributes, keyOfQuery } from './tableKey.ts';
import type { TableKey } from './tableKey.ts';

/** What a request shows of the key of a table, or of one of its indexes. */
export interface TableHint {
  readonly table: string;
  readonly key: TableKey;
  /** `asked`: an item was asked for by it; `queried`: a query shows also which attribute is first; or it is a guess. */
  readonly evidence: 'queried' | 'asked' | 'guessed';
  readonly index?: string;
}

/**
 * Everything that an operation shows of the tables that it uses.
 *
 * @param isKnown Whether a guess could not change what is known of the key of a table.
 */
export function tableHints(
  operation: string,
  input: Fields,
  isKnown: (table: string) => boolean,
): readonly TableHint[] {
  const table = textOf(input['TableName']);
  switch (operation) {
    case 'GetItem':
    case 'DeleteItem':
    case 'UpdateItem':
      return hint(table, keyOfAttributes(fieldsOf(input['Key'])), 'asked');
    case 'PutItem':
      return isKnown(table) ? [] : hint(table, guessKey(table, input), 'guessed');
    case 'Query': {
      const index = textOf(input['IndexName']);
      const hints = hint(table, keyOfQuery(input), 'queried');
      return index === '' ? hints : hints.map((each) => ({ ...each, index }));
    }
    case 'Scan':
      return hint(table, { hash: { AttributeName: 'id', AttributeType: 'S' } }, 'guessed');
    case 'BatchGetItem':
      return Object.entries(fieldsOf(input['RequestItems'])).flatMap(([name, asked]) =>
        listOf(fieldsOf(asked)['Keys']).flatMap((key) => hint(name, keyOfAttributes(key), 'asked')),
      );
    case 'BatchWriteItem':
      return Object.entries(fieldsOf(input['RequestItems'])).flatMap(([name, requests]) =>
        listOf(requests).flatMap(({ PutRequest, DeleteRequest }) =>
          PutRequest === undefined
            ? tableHints('DeleteItem', { TableName: name, ...fieldsOf(DeleteRequest) }, isKnown)
            : tableHints('PutItem', { TableName: name, ...fieldsOf(PutRequest) }, isKnown),
        ),
      );
    case 'TransactWriteItems':
    case 'TransactGetItems':
      return listOf(input['TransactItems']).flatMap(({ Put, Get, Update, Delete, ConditionCheck }) =>
        Put === undefined
          ? tableHints('GetItem', fieldsOf(Get ?? Update ?? Delete ?? ConditionCheck), isKnown)
          : tableHints('PutItem', fieldsOf(Put), isKnown),
      );
    default:
      return [];
  }
}

function hint(table: string, key: TableKey | undefined, evidence: TableHint['evidence']): readonly TableHint[] {
  return key === undefined || table === '' ? [] : [{ table, key, evidence }];
}
