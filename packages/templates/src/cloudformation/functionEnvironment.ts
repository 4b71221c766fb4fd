import { unknowable, workedOut } from './intrinsics.ts';
import type { InvokedFunction } from './invokedFunction.ts';
import { isObject } from '../isObject.ts';
import { missingParameters, withStandIns } from './templateParameters.ts';

/** The environment variables that a template gives a function. */
export interface FunctionEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  /** The names of those whose values the template leaves open. */
  readonly open: readonly string[];
  /** By the names of open ones, the parameters without a Default that their values wait for, where there are any. */
  readonly missingParameters: Readonly<Record<string, readonly string[]>>;
}

/** The function's own variables, over those that Globals gives to all of SAM's functions, as SAM merges them. */
export function functionEnvironment(
  { own, shared }: InvokedFunction,
  template: Readonly<Record<string, unknown>>,
): FunctionEnvironment {
  const variables: Record<string, string> = {};
  const open: string[] = [];
  const missing: Record<string, readonly string[]> = {};
  for (const [name, written] of Object.entries({ ...variablesOf(shared), ...variablesOf(own) })) {
    const value = workedOut(written, template);
    if (isPlain(value)) variables[name] = String(value);
    else if (value !== undefined) {
      open.push(name);
      const parameters = parametersGiving(written, template);
      if (parameters.length > 0) missing[name] = parameters;
    }
  }
  return { variables, open, missingParameters: missing };
}

/** The parameters without a Default that make a text of the value; none when it stays open with all of them. */
function parametersGiving(written: unknown, template: Readonly<Record<string, unknown>>): readonly string[] {
  const parameters = missingParameters(written, template);
  return isPlain(workedOut(written, withStandIns(parameters, template))) ? parameters : [];
}

function variablesOf({ Environment }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const variables = isObject(Environment) && 'Variables' in Environment ? Environment.Variables : Environment;
  // In the place of all variables, the only reference there can be is to AWS::NoValue.
  if (!isObject(variables) || Object.keys(variables).join() === 'Ref') return {};
  // And an intrinsic function there is open whatever its arguments are.
  const names = Object.keys(variables).map((name) => [name, name.includes('::') ? unknowable : variables[name]]);
  return Object.fromEntries(names);
}

/** What CloudFormation makes a text of, and no `{{resolve:…}}`, which it looks up when it deploys. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('{{resolve:');
  return typeof value === 'number' || typeof value === 'boolean';
}
