import { keyOf } from '@millrace/records';

/** The item of these keys in the tables that the stand-ins hold, wherever their state has it. */
export function heldItem(state: unknown, table: string, keys: Readonly<Record<string, unknown>>): object {
  const tables: unknown = Object(Object(state).dynamodb)[table];
  const wanted = keyOf(keys);
  const names = Object.keys(keys);
  for (const item of objectsIn(tables, 4)) {
    if (!names.every((name) => name in item)) continue;
    const own = Object.fromEntries(names.map((name) => [name, (item as Readonly<Record<string, unknown>>)[name]]));
    if (keyOf(own) === wanted) return item;
  }
  return {};
}

/** All objects within a value, so many levels deep, itself first. */
export function objectsIn(value: unknown, levels: number): readonly object[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = levels === 0 ? [] : Object.values(value).flatMap((one) => objectsIn(one, levels - 1));
  return [value, ...inner];
}
