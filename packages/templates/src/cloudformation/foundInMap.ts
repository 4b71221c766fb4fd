import { isObject } from '@millrace/simulator';
import { member, named } from '../values/member.ts';
import { OpenValue, openAmong } from '../values/openValue.ts';
import { type Scope, workedOut } from './scope.ts';

/**
 * `Fn::FindInMap: [Map, TopKey, SecondKey, { DefaultValue }]`. A key that is open does not matter where all keys that it may
 * be lead to the same value.
 */
export function foundInMap(argument: unknown, scope: Scope): unknown {
  if (!Array.isArray(argument)) return new OpenValue([]);
  const [written, ...others]: unknown[] = argument;
  const [top, second] = others.slice(0, 2).map((key) => workedOut(key, { ...scope, isDeciding: true }));
  const name = workedOut(written, { ...scope, isDeciding: true });
  if (name instanceof OpenValue) return name;
  const map = member(scope.mappings, String(name));
  if (!isObject(map)) return new OpenValue([], `there is no map ${String(name)}`);
  const values = under(map, top).flatMap((inner) => under(named(inner), second));
  const distinct = new Map(values.map((value) => [JSON.stringify(value), value]));
  const [value] = distinct.values();
  if (distinct.size === 1 && value !== undefined) return value;
  const open = openAmong([top, second]);
  if (open) return open;
  const fallback = member(others[2], 'DefaultValue');
  if (fallback !== undefined) return workedOut(fallback, scope);
  return new OpenValue([], `the map ${String(name)} has nothing for ${String(top)}, ${String(second)}`);
}

function under(map: Readonly<Record<string, unknown>>, key: unknown): readonly unknown[] {
  return key instanceof OpenValue ? Object.values(map) : [member(map, String(key))];
}
