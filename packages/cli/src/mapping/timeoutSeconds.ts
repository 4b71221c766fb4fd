import { UsageError } from '../usageError.ts';
import { coerced } from './coerced.ts';
import { unknowable, workedOut } from './intrinsics.ts';
import { isObject } from './isObject.ts';
import { namesIn } from './namesIn.ts';
import { unknowableError } from './unknowableError.ts';

type Named = Readonly<Record<string, unknown>>;

/**
 * The Timeout that a template gives a function, an alias or a version, by logical id, name or ARN: its own, or the one
 * for all of SAM's functions. `undefined` when the template does not say.
 */
export function timeoutSeconds(template: Named, functionId: string, file: string): number | undefined {
  const found = functionOf(isObject(template.Resources) ? template.Resources : {}, functionId);
  if (found === undefined) return undefined;
  const { id, resource } = found;
  const shared = resource.Type === 'AWS::Serverless::Function' ? property(template.Globals, 'Function') : undefined;
  const own = workedOut(property(resource.Properties, 'Timeout'), template);
  const seconds = coerced(own ?? workedOut(property(shared, 'Timeout'), template));
  if (seconds === unknowable) {
    const written = property(own === unknowable ? resource.Properties : shared, 'Timeout');
    throw unknowableError(`The Timeout of ${id}`, written, file, '--timeout <seconds>');
  }
  if (seconds === undefined || isTimeout(seconds)) return seconds;
  throw new UsageError(
    `The Timeout of ${id} in ${file} is ${JSON.stringify(seconds)}, expected whole seconds from 1 to Lambda's 900.`,
  );
}

function functionOf(
  resources: Named,
  reference: string,
): { readonly id: string; readonly resource: Named } | undefined {
  const id = Object.hasOwn(resources, reference) ? reference : idOfName(resources, reference);
  const resource = id === undefined ? undefined : resources[id];
  if (id === undefined || !isObject(resource)) return undefined;
  if (resource.Type !== 'AWS::Lambda::Alias' && resource.Type !== 'AWS::Lambda::Version') return { id, resource };
  const [invoked] = namesIn(property(resource.Properties, 'FunctionName'));
  if (invoked === undefined || invoked === id) return undefined;
  const { [id]: _, ...others } = resources; // Whatever refers to itself ends here.
  return functionOf(others, invoked);
}

/** The logical id of the function with a name that the template gives it; `orders`, or the end of an ARN. */
function idOfName(resources: Named, reference: string): string | undefined {
  const [name] = reference.replace(/^.*:function:/u, '').split(':');
  const named = Object.entries(resources).find(
    ([, resource]) =>
      /^AWS::(Lambda|Serverless)::Function$/u.test(String(property(resource, 'Type'))) &&
      property(property(resource, 'Properties'), 'FunctionName') === name,
  );
  return named?.[0];
}

function isTimeout(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 900;
}

function property(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
