import { workedOut } from './intrinsics.ts';
import { isObject } from '../isObject.ts';
import { namesIn } from './namesIn.ts';

type Named = Readonly<Record<string, unknown>>;

/** A function of a template: its own properties, and those that Globals gives to all of SAM's functions. */
export interface InvokedFunction {
  readonly id: string;
  readonly own: Named;
  readonly shared: Named;
}

/** The function that a template has for a reference: a logical id, name or ARN, of itself, an alias or a version. */
export function invokedFunction(template: Named, reference: string): InvokedFunction | undefined {
  const found = functionOf(named(template.Resources), reference);
  if (found === undefined) return undefined;
  const { id, resource } = found;
  const shared = resource.Type === 'AWS::Serverless::Function' ? named(template.Globals).Function : undefined;
  return { id, own: named(resource.Properties), shared: named(shared) };
}

/** A property as the template writes it: the function's own, unless that is AWS::NoValue, or else the one for all. */
export function functionProperty({ own, shared }: InvokedFunction, name: string, template: Named): unknown {
  return workedOut(own[name], template) === undefined ? shared[name] : own[name];
}

function functionOf(
  resources: Named,
  reference: string,
): { readonly id: string; readonly resource: Named } | undefined {
  const id = Object.hasOwn(resources, reference) ? reference : idOfName(resources, reference);
  const resource = id === undefined ? undefined : resources[id];
  if (id === undefined || !isObject(resource)) return undefined;
  if (resource.Type !== 'AWS::Lambda::Alias' && resource.Type !== 'AWS::Lambda::Version') return { id, resource };
  const [invoked] = namesIn(named(resource.Properties).FunctionName);
  if (invoked === undefined || invoked === id) return undefined;
  const { [id]: _, ...others } = resources; // Whatever refers to itself ends here.
  return functionOf(others, invoked);
}

/** The logical id of the function with a name that the template gives it; `orders`, or the end of an ARN. */
function idOfName(resources: Named, reference: string): string | undefined {
  const [name] = reference.replace(/^.*:function:/u, '').split(':');
  const found = Object.entries(resources).find(
    ([, resource]) =>
      /^AWS::(Lambda|Serverless)::Function$/u.test(String(named(resource).Type)) &&
      named(named(resource).Properties).FunctionName === name,
  );
  return found?.[0];
}

function named(value: unknown): Named {
  return isObject(value) ? value : {};
}
