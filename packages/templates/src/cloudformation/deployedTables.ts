import { member, named } from '../values/member.ts';
import { type TableSchema, tableSchema } from '../source/tableSchema.ts';
import { resourceKinds } from './resourceKinds.ts';
import { nameOfResource, typeOf } from './resourceValues.ts';
import { type Scope, workedOut } from './scope.ts';

const schemaProperties = ['KeySchema', 'AttributeDefinitions', 'GlobalSecondaryIndexes', 'LocalSecondaryIndexes'];
const typeLetters: ReadonlyMap<unknown, string> = new Map([
  ['String', 'S'],
  ['Number', 'N'],
  ['Binary', 'B'],
]);

/** The tables of a template of which the keys are known. */
export function deployedTables(scope: Scope): readonly TableSchema[] {
  return Object.keys(scope.resources).flatMap((id) => {
    const type = typeOf(id, scope);
    if (resourceKinds.get(type ?? '')?.isTable !== true) return [];
    const properties = named(member(scope.resources[id], 'Properties'));
    const worked = schemaProperties.map((name): [string, unknown] => [name, workedOut(properties[name], scope)]);
    const schema = tableSchema(
      nameOfResource(id, scope),
      type === 'AWS::Serverless::SimpleTable' ? simpleSchema(properties, scope) : Object.fromEntries(worked),
    );
    return schema === undefined ? [] : [schema];
  });
}

/** SAM calls the key of a simple table `id`, a text, when the template does not. */
function simpleSchema({ PrimaryKey }: Readonly<Record<string, unknown>>, scope: Scope) {
  const key = named(workedOut(PrimaryKey, scope) ?? { Name: 'id', Type: 'String' });
  return {
    KeySchema: [{ AttributeName: key.Name, KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: key.Name, AttributeType: typeLetters.get(key.Type) }],
  };
}
