import { isObject } from '@millrace/simulator';
import { member } from '../values/member.ts';
import { OpenValue } from '../values/openValue.ts';
import { unwrapped } from './intrinsics.ts';
import type { InvokedFunction } from './invokedFunction.ts';
import { type Scope, workedOut } from './scope.ts';
import { withoutHost } from '../values/withoutHost.ts';
import { templateScope } from './templateScope.ts';

/** The function's own environment variables, over those that Globals gives to all of SAM's functions, as SAM merges them. */
export function* variablesOf({ own, shared }: InvokedFunction, scope: Scope): Generator<readonly [string, unknown]> {
  const elsewhere = scopeElsewhere(scope);
  for (const [name, written] of Object.entries({ ...variablesIn(shared, scope), ...variablesIn(own, scope) })) {
    const value = written instanceof OpenValue ? written : workedOut(written, scope);
    if (value instanceof OpenValue && isList(member(written, 'Ref'), scope)) {
      yield [name, new OpenValue([])];
      continue;
    }
    const isMadeUp = typeof value === 'string' && value.includes('://') && workedOut(written, elsewhere) !== value;
    yield [name, isMadeUp ? withoutHost(value) : value];
  }
}

function variablesIn(
  { Environment }: Readonly<Record<string, unknown>>,
  scope: Scope,
): Readonly<Record<string, unknown>> {
  const environment = unwrapped(Environment, scope);
  if (environment instanceof OpenValue) return { [openName(Environment)]: environment };
  const written = isObject(environment) && 'Variables' in environment ? environment.Variables : environment;
  const variables = unwrapped(written, scope);
  if (variables instanceof OpenValue) return { [openName(written)]: variables };
  if (!isObject(variables)) return {};
  const names = Object.keys(variables);
  // Another intrinsic function in the place of all variables is open whatever its arguments are.
  return names.some((name) => name.includes('::')) ? { [openName(variables)]: new OpenValue([]) } : variables;
}

/** A list is the value of no variable, so that no parameter would give it. */
function isList(parameter: unknown, { parameters }: Scope): boolean {
  const type = typeof parameter === 'string' ? String(member(parameters[parameter], 'Type')) : '';
  return type === 'CommaDelimitedList' || type.startsWith('List<');
}

function openName(written: unknown): string {
  return isObject(written) ? Object.keys(written).join() : 'Environment';
}

/** The same template in another account and region: a value that differs there is made with a stand-in. */
function scopeElsewhere({ template, file, given }: Scope): Scope {
  const standIns = {
    accountId: '210987654321',
    region: 'eu-central-2',
    stackName: 'another-stack',
    nameOf: (id: string) => `another-${id}`,
  };
  return templateScope(template, file, given, standIns);
}
