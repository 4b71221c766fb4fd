import { named } from '../values/member.ts';
import { namesIn } from './namesIn.ts';
import { type Scope, workedOut } from './scope.ts';

type Named = Readonly<Record<string, unknown>>;

/** A function of a template: its own properties, and those that Globals gives to all of SAM's functions. */
export interface InvokedFunction {
  readonly id: string;
  readonly own: Named;
  readonly shared: Named;
  readonly metadata: Named;
  /** The name of the condition that it is deployed under, if there is one. */
  readonly condition: string | undefined;
}

/** The function that a template has for a reference: a logical id, name or ARN, of itself, an alias or a version. */
export function invokedFunction(reference: string, scope: Scope): InvokedFunction | undefined {
  const seen = new Set<string>();
  let id = idOf(reference, scope);
  while (id !== undefined && !seen.has(id)) {
    seen.add(id); // Whatever refers to itself ends here.
    const resource = named(scope.resources[id]);
    if (resource.Type !== 'AWS::Lambda::Alias' && resource.Type !== 'AWS::Lambda::Version') {
      const shared = resource.Type === 'AWS::Serverless::Function' ? named(scope.template.Globals).Function : undefined;
      return {
        id,
        own: named(resource.Properties),
        shared: named(shared),
        metadata: named(resource.Metadata),
        condition: typeof resource.Condition === 'string' ? resource.Condition : undefined,
      };
    }
    const [invoked] = namesIn(named(resource.Properties).FunctionName);
    id = invoked === undefined ? undefined : idOf(invoked, scope);
  }
  return undefined;
}

/** A property as the template writes it: the function's own, unless that is AWS::NoValue, or else the one for all. */
export function functionProperty({ own, shared }: InvokedFunction, name: string, scope: Scope): unknown {
  return workedOut(own[name], scope) === undefined ? shared[name] : own[name];
}

function idOf(reference: string, scope: Scope): string | undefined {
  if (Object.hasOwn(scope.resources, reference)) return reference;
  const [name = ''] = reference.replace(/^.*:function:/u, '').split(':');
  // An ARN that is put together of the function's own id, which is its name where the template gives none.
  if (Object.hasOwn(scope.resources, name)) return name;
  const found = Object.entries(scope.resources).find(
    ([, resource]) =>
      /^AWS::(Lambda|Serverless)::Function$/u.test(String(named(resource).Type)) &&
      named(named(resource).Properties).FunctionName === name,
  );
  return found?.[0];
}
