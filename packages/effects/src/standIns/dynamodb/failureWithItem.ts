import type { Fields } from '../fields.ts';
import { fieldsOf, textOf } from '../fields.ts';
import { ServiceFailure } from '../serviceFailure.ts';
import type { TableEngine } from './tableEngine.ts';

/** A condition that failed shows the item that stands in its way, when that was asked for. dynalite does not know of it. */
export function failureWithItem(failure: ServiceFailure, input: Fields, engine: TableEngine): ServiceFailure {
  if (failure.code !== 'ConditionalCheckFailedException') return failure;
  if (input['ReturnValuesOnConditionCheckFailure'] !== 'ALL_OLD') return failure;
  const table = engine.store().tableDb.find(textOf(input['TableName']));
  if (table === undefined) return failure;
  const item = engine
    .store()
    .getItemDb(table.TableName)
    .find(engine.keyOf(fieldsOf(input['Key'] ?? input['Item']), table));
  return item === undefined ? failure : new ServiceFailure(failure, { Item: item });
}
