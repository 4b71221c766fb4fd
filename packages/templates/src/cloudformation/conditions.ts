import { isObject } from '@millrace/simulator';
import { OpenValue, openAmong } from '../values/openValue.ts';
import { scalarText } from '../values/scalarText.ts';
import { longestChain, type Scope, workedOut } from './scope.ts';

/** The branch of an `Fn::If` that its condition chooses, as it is written. */
export function chosenBranch(argument: unknown, scope: Scope): { readonly written: unknown } | OpenValue {
  if (!Array.isArray(argument)) return new OpenValue([]);
  const [condition, whenTrue, whenFalse]: unknown[] = argument;
  const isTrue = typeof condition === 'string' ? conditionNamed(condition, scope) : decided(condition, scope);
  if (isTrue instanceof OpenValue) return isTrue;
  return { written: isTrue ? whenTrue : whenFalse };
}

/** Whether the condition of the template with this name is true, or what that depends on. */
export function conditionNamed(name: string, scope: Scope): boolean | OpenValue {
  if (!Object.hasOwn(scope.conditions, name)) return new OpenValue([], `there is no condition ${name}`);
  const { conditions } = scope.known;
  const before = conditions.get(name);
  if (typeof before === 'boolean' || before instanceof OpenValue) return before;
  if (conditions.has(name)) return new OpenValue([], `the condition ${name} depends on itself`);
  if (scope.known.waiting >= longestChain) return new OpenValue([], 'the chain of conditions is too long');
  conditions.set(name, undefined);
  scope.known.waiting++;
  const answer = decided(scope.conditions[name], scope);
  scope.known.waiting--;
  conditions.set(name, answer);
  return answer;
}

/** Whether what is written as a condition is true. An open part does not matter where the others decide. */
export function decided(written: unknown, scope: Scope): boolean | OpenValue {
  if (typeof written === 'boolean') return written;
  if (!isObject(written)) return new OpenValue([]);
  const [[name, argument] = ['', undefined]] = Object.entries(written);
  const parts: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  switch (name) {
    case 'Condition':
      return conditionNamed(String(argument), scope);
    case 'Fn::Equals':
      return areEqual(parts, { ...scope, isDeciding: true });
    case 'Fn::Not': {
      const answer = decided(parts[0], scope);
      return answer instanceof OpenValue ? answer : !answer;
    }
    case 'Fn::And':
      return decidedBy(parts, false, scope);
    case 'Fn::Or':
      return decidedBy(parts, true, scope);
    case 'Fn::If': {
      const branch = chosenBranch(argument, scope);
      return branch instanceof OpenValue ? branch : decided(branch.written, scope);
    }
    default: {
      const value = workedOut(written, { ...scope, isDeciding: true });
      if (value instanceof OpenValue) return value;
      return value === true || value === 'true';
    }
  }
}

/** One part with the deciding answer decides; else all must be known. */
function decidedBy(parts: readonly unknown[], deciding: boolean, scope: Scope): boolean | OpenValue {
  const answers = parts.map((part) => decided(part, scope));
  if (answers.includes(deciding)) return deciding;
  return openAmong(answers) ?? !deciding;
}

function areEqual([left, right]: readonly unknown[], scope: Scope): boolean | OpenValue {
  // The same thing on both sides is equal, whatever it is; but one side decides nothing.
  const values = [workedOut(left, scope), workedOut(right, scope)];
  return openAmong(values) ?? asText(values[0]) === asText(values[1]);
}

function asText(value: unknown): string {
  return scalarText(value) ?? JSON.stringify(value) ?? '';
}
