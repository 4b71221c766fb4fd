import { member } from '../values/member.ts';
import { type TableSchema, tableSchema } from '../source/tableSchema.ts';
import { standInName } from './standIns.ts';
import type { TerraformResource } from './terraformResource.ts';

/** The tables of a configuration, a plan or a state of which the keys are known. */
export function terraformTables(resources: readonly TerraformResource[]): readonly TableSchema[] {
  return resources.flatMap(({ type, name, values }) => {
    if (type !== 'aws_dynamodb_table') return [];
    const schema = tableSchema(standInName(type, name, values), {
      KeySchema: keySchema(values),
      AttributeDefinitions: blocks(values.attribute).map((attribute) => {
        return { AttributeName: member(attribute, 'name'), AttributeType: member(attribute, 'type') };
      }),
      GlobalSecondaryIndexes: blocks(values.global_secondary_index).map((index) => {
        return { IndexName: member(index, 'name'), KeySchema: keySchema(index) };
      }),
      // A local index has the partition key of its table.
      LocalSecondaryIndexes: blocks(values.local_secondary_index).map((index) => {
        const range_key = member(index, 'range_key');
        return { IndexName: member(index, 'name'), KeySchema: keySchema({ hash_key: values.hash_key, range_key }) };
      }),
    });
    return schema === undefined ? [] : [schema];
  });
}

function keySchema(of: unknown): readonly unknown[] {
  const [hash, range] = [member(of, 'hash_key'), member(of, 'range_key')];
  const isGiven = range !== undefined && range !== null && range !== '';
  return [{ AttributeName: hash, KeyType: 'HASH' }, ...(isGiven ? [{ AttributeName: range, KeyType: 'RANGE' }] : [])];
}

/** One block, or several of a kind. */
function blocks(value: unknown): readonly unknown[] {
  return [value].flat().filter((block) => block !== undefined && block !== null);
}
