import { isObject } from '@millrace/simulator';
import { member } from '../values/member.ts';
import { OpenValue, openAmong } from '../values/openValue.ts';
import { chosenBranch, decided } from './conditions.ts';
import { attributeOf, referenceTo } from './resourceValues.ts';
import { foundInMap } from './foundInMap.ts';
import { type Scope, workedOut } from './scope.ts';
import { joined, selected, split, substituted, withoutDynamicReference } from './textFunctions.ts';

/** Works a value out, as `workedOut` describes it. */
export function evaluated(value: unknown, scope: Scope): unknown {
  if (value instanceof OpenValue) return value;
  if (Array.isArray(value)) {
    const list = value.map((element) => workedOut(element, scope));
    return openAmong(list) ?? list.filter((element) => element !== undefined);
  }
  if (!isObject(value)) return withoutDynamicReference(value, '');
  const name = intrinsicIn(value);
  if (name !== undefined) return called(name, value[name], scope);
  const entries = Object.entries(value).map(([key, inner]) => [key, workedOut(inner, scope)] as const);
  if ('Fn::Transform' in value) return new OpenValue([], 'a transform that only a deployment runs');
  const open = openAmong(entries.map(([, inner]) => inner));
  return open ?? Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}

/** The name of the function that the value is a call of, if it is one. */
function intrinsicIn(value: Readonly<Record<string, unknown>>): string | undefined {
  const [name = '', ...others] = Object.keys(value);
  if (others.length > 0) return undefined;
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') ? name : undefined;
}

function called(name: string, argument: unknown, scope: Scope): unknown {
  switch (name) {
    case 'Ref':
      return referenceTo(String(argument), scope);
    case 'Fn::GetAtt':
      return attribute(argument, scope);
    case 'Fn::Sub':
      return substituted(argument, scope);
    case 'Fn::Join':
      return joined(argument, scope);
    case 'Fn::Select':
      return selected(argument, scope);
    case 'Fn::Split':
      return split(argument, scope);
    case 'Fn::FindInMap':
      return foundInMap(argument, scope);
    case 'Fn::If': {
      const branch = chosenBranch(argument, scope);
      return branch instanceof OpenValue ? branch : workedOut(branch.written, scope);
    }
    case 'Condition':
    case 'Fn::Equals':
    case 'Fn::And':
    case 'Fn::Or':
    case 'Fn::Not':
      return decided({ [name]: argument }, scope);
    case 'Fn::Base64':
      return applied(argument, scope, (text) => Buffer.from(String(text), 'utf8').toString('base64'));
    case 'Fn::Length':
      return applied(argument, scope, (list) => (Array.isArray(list) ? list.length : new OpenValue([], 'no list')));
    case 'Fn::ToJsonString':
      return applied(argument, scope, (inner) => JSON.stringify(inner));
    case 'Fn::ImportValue':
      return new OpenValue([], 'an export of another stack');
    default:
      return new OpenValue([]);
  }
}

/** `Fn::GetAtt` of `Resource.Attribute`, a list of the two, or of a name that is worked out (a language extension). */
function attribute(argument: unknown, scope: Scope): unknown {
  if (typeof argument === 'string') return attributeOf(argument, scope);
  const parts = workedOut(argument, scope);
  if (parts instanceof OpenValue) return parts;
  return attributeOf(Array.isArray(parts) ? parts.join('.') : String(parts), scope);
}

function applied(argument: unknown, scope: Scope, apply: (value: unknown) => unknown): unknown {
  const value = workedOut(argument, scope);
  return value instanceof OpenValue || value === undefined ? value : apply(value);
}

/** What a property is written as once the conditions around it are decided: the branch that counts. */
export function unwrapped(value: unknown, scope: Scope): unknown {
  if (!isObject(value)) return value;
  const argument = member(value, 'Fn::If');
  if (argument === undefined || Object.keys(value).length > 1) {
    return member(value, 'Ref') === 'AWS::NoValue' ? undefined : value;
  }
  const branch = chosenBranch(argument, scope);
  return branch instanceof OpenValue ? branch : unwrapped(branch.written, scope);
}
