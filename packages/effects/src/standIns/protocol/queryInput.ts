import type { Fields } from '../fields.ts';
import { fieldsOf } from '../fields.ts';

/**
 * The parameters of the query protocol as fields: `Entries.member.1.Id=a` becomes `{ Entries: [{ Id: 'a' }] }`, and
 * `Attributes.entry.1.key=a` with its `value` becomes a map.
 *
 * @param names What a parameter is called as a field, such as `Attributes` for SQS's `Attribute`.
 */
export function queryInput(parameters: URLSearchParams, names: Readonly<Record<string, string>> = {}): Fields {
  const tree: Tree = {};
  for (const [path, value] of parameters)
    if (path !== 'Action' && path !== 'Version') plant(tree, path.split('.'), value);
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [names[name] ?? name, fieldsFrom(value, name in names)]),
  );
}

interface Tree {
  [name: string]: Tree | string;
}

function plant(tree: Tree, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    tree[name] = value;
    return;
  }
  const branch = tree[name];
  const inner = typeof branch === 'object' ? branch : {};
  tree[name] = inner;
  plant(inner, rest, value);
}

/** @param isMap Whether elements of a name and a value are the entries of a map: so they are below `entry`. */
function fieldsFrom(tree: Tree | string, isMap: boolean): unknown {
  if (typeof tree === 'string') return tree;
  const names = Object.keys(tree);
  const [only] = names;
  if (names.length === 1 && (only === 'member' || only === 'entry'))
    return fieldsFrom(tree[only] ?? '', only === 'entry');
  if (names.length > 0 && names.every((name) => /^\d+$/.test(name))) return listFrom(tree, isMap);
  return Object.fromEntries(names.map((name) => [name, fieldsFrom(tree[name] ?? '', false)]));
}

function listFrom(tree: Tree, isMap: boolean): unknown {
  const elements = Object.keys(tree)
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => fieldsFrom(tree[name] ?? '', false));
  const entries = isMap ? elements.flatMap(entryOf) : [];
  return isMap && entries.length === elements.length ? Object.fromEntries(entries) : elements;
}

function entryOf(element: unknown): readonly (readonly [string, unknown])[] {
  const fields = fieldsOf(element);
  const key = fields['key'] ?? fields['Name'];
  const value = fields['value'] ?? fields['Value'];
  return typeof key === 'string' && value !== undefined ? [[key, value]] : [];
}
