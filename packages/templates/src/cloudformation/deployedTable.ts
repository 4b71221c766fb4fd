import { isObject } from '@millrace/simulator';
import { member, named } from '../values/member.ts';
import { unwrapped } from './intrinsics.ts';
import { namesIn } from './namesIn.ts';
import { resourceKinds } from './resourceKinds.ts';
import { nameOfResource, typeOf } from './resourceValues.ts';
import { type Scope, workedOut } from './scope.ts';
import type { DeployedTable } from '../source/source.ts';

/** The table whose stream a mapping reads, where the template has it: named by the resource, or by an ARN with its name. */
export function deployedTable(eventSourceArn: unknown, scope: Scope): DeployedTable | undefined {
  const id = tableId(eventSourceArn, scope);
  if (id === undefined) return undefined;
  const properties = named(member(scope.resources[id], 'Properties'));
  const view = workedOut(member(unwrapped(properties.StreamSpecification, scope), 'StreamViewType'), scope);
  return {
    name: nameOfResource(id, scope),
    keys:
      typeOf(id, scope) === 'AWS::Serverless::SimpleTable' ? simpleKey(properties, scope) : keysOf(properties, scope),
    streamView: typeof view === 'string' ? view : undefined,
  };
}

function tableId(eventSourceArn: unknown, scope: Scope): string | undefined {
  const written = unwrapped(eventSourceArn, scope);
  const isTable = (id: string) => resourceKinds.get(typeOf(id, scope) ?? '')?.isTable === true;
  const referred = namesIn(written).find(isTable);
  if (referred !== undefined || written === undefined) return referred;
  const arn = workedOut(written, scope);
  const [, name] = typeof arn === 'string' ? (/:table\/([^/]+)/u.exec(arn) ?? []) : [];
  if (name === undefined) return undefined;
  return Object.keys(scope.resources).find((id) => isTable(id) && nameOfResource(id, scope) === name);
}

/** The partition key first, however the template orders them. */
function keysOf(properties: Readonly<Record<string, unknown>>, scope: Scope): readonly string[] | undefined {
  const schema = workedOut(properties.KeySchema, scope);
  if (!Array.isArray(schema)) return undefined;
  const ofType = (type: string) => schema.filter((key) => member(key, 'KeyType') === type);
  const names = [...ofType('HASH'), ...ofType('RANGE')].map((key) => member(key, 'AttributeName'));
  return names.length > 0 && names.every((name) => typeof name === 'string') ? names : undefined;
}

/** SAM calls the key of a simple table `id` when the template does not. */
function simpleKey({ PrimaryKey }: Readonly<Record<string, unknown>>, scope: Scope): readonly string[] | undefined {
  const name = isObject(PrimaryKey) ? workedOut(PrimaryKey.Name, scope) : 'id';
  return typeof name === 'string' ? [name] : undefined;
}
