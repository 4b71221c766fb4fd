import { isObject } from '@millrace/simulator';
import { member } from '../values/member.ts';
import { OpenValue } from '../values/openValue.ts';
import { resourceKinds } from './resourceKinds.ts';
import { longestChain, type Scope, workedOut } from './scope.ts';
import { parameterValue } from './templateParameters.ts';

/** A reference to one of these gives an ARN with a version in it. */
const qualified = new Set(['AWS::Lambda::Alias', 'AWS::Lambda::Version']);

/** What `Ref` gives: a pseudo parameter, a parameter, or the name (topic: ARN, queue: URL) of a resource. */
export function referenceTo(name: string, scope: Scope): unknown {
  if (name.startsWith('AWS::')) return pseudoParameter(name, scope);
  if (Object.hasOwn(scope.parameters, name)) return parameterValue(name, scope);
  const type = typeOf(name, scope);
  if (type === undefined || qualified.has(type)) return new OpenValue([]);
  const given = nameOfResource(name, scope);
  if (resourceKinds.get(type)?.isReferredByArn) return attributeOf(`${name}.Arn`, scope);
  return type === 'AWS::SQS::Queue' ? queueUrl(given, scope) : given;
}

/** What `Fn::GetAtt` gives of `Resource.Attribute`: an ARN, a queue's URL or a name. */
export function attributeOf(path: string, scope: Scope): unknown {
  const dot = path.indexOf('.');
  const [id, attribute] = dot < 0 ? [path, ''] : [path.slice(0, dot), path.slice(dot + 1)];
  const kind = resourceKinds.get(typeOf(id, scope) ?? '');
  if (kind === undefined) return new OpenValue([]);
  const name = nameOfResource(id, scope);
  if (kind.isTable && attribute === 'StreamArn') return `${arn(kind, name, scope)}/stream/2026-01-01T00:00:00.000`;
  if (attribute.endsWith('Arn')) return arn(kind, name, scope);
  if (attribute === 'QueueUrl') return queueUrl(name, scope);
  return attribute === kind.nameProperty ? name : new OpenValue([]);
}

/** The name that a template gives a resource; its logical id, which is a good one, where it gives none or leaves it open. */
export function nameOfResource(id: string, scope: Scope): string {
  const { names } = scope.known;
  // Whatever refers to itself ends here.
  if (names.has(id)) return names.get(id) ?? scope.standIns.nameOf(id);
  if (scope.known.waiting >= longestChain) return scope.standIns.nameOf(id);
  names.set(id, undefined);
  scope.known.waiting++;
  const property = resourceKinds.get(typeOf(id, scope) ?? '')?.nameProperty ?? '';
  const written = member(member(member(scope.resources, id), 'Properties'), property);
  const given = workedOut(written, { ...scope, isDeciding: false });
  scope.known.waiting--;
  const name = typeof given === 'string' ? given : scope.standIns.nameOf(id);
  names.set(id, name);
  return name;
}

/** The type of a resource of the template. */
export function typeOf(id: string, { resources }: Scope): string | undefined {
  const resource = member(resources, id);
  return isObject(resource) ? String(resource.Type) : undefined;
}

function arn(kind: { readonly arn: string }, name: string, { given, standIns }: Scope): string {
  const region = given['AWS::Region'] ?? standIns.region;
  const account = given['AWS::AccountId'] ?? standIns.accountId;
  const where = kind.arn.replace('<region>', region).replace('<account>', account);
  return `arn:${given['AWS::Partition'] ?? 'aws'}:${where}${name}`;
}

/** `.invalid` is a domain that never exists: a client of the handler that uses the URL sends nothing anywhere. */
function queueUrl(name: string, { given, standIns }: Scope): string {
  const region = given['AWS::Region'] ?? standIns.region;
  return `https://sqs.${region}.invalid/${given['AWS::AccountId'] ?? standIns.accountId}/${name}`;
}

function pseudoParameter(name: string, { given, standIns, isDeciding }: Scope): unknown {
  if (name === 'AWS::NoValue') return undefined;
  if (Object.hasOwn(given, name)) return given[name];
  switch (name) {
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::URLSuffix':
      return isDeciding ? 'amazonaws.com' : 'amazonaws.invalid';
    case 'AWS::AccountId':
      return isDeciding ? new OpenValue([name]) : standIns.accountId;
    case 'AWS::Region':
      return isDeciding ? new OpenValue([name]) : standIns.region;
    case 'AWS::StackName':
      return isDeciding ? new OpenValue([name]) : standIns.stackName;
    default:
      return new OpenValue([]);
  }
}
