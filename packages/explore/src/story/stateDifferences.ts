import { isDeepStrictEqual, types } from 'node:util';

/** A place where two states differ, as in `accounts.ada.total`; empty for the whole. */
export interface StateDifference {
  readonly path: string;
  readonly withFaults: unknown;
  readonly without: unknown;
}

/** Where two states differ, place by place. */
export function stateDifferences(withFaults: unknown, without: unknown, path = ''): readonly StateDifference[] {
  if (isDeepStrictEqual(withFaults, without)) return [];
  const [left, right] = [partsOf(withFaults), partsOf(without)];
  if (left === undefined || right === undefined) return [{ path, withFaults, without }];
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return names.flatMap((name) => {
    const inner = path === '' ? String(name) : `${path}.${String(name)}`;
    return stateDifferences(left.get(name), right.get(name), inner);
  });
}

function partsOf(value: unknown): ReadonlyMap<unknown, unknown> | undefined {
  if (types.isMap(value)) return value;
  if (Array.isArray(value)) return new Map(value.map((element, index) => [index, element]));
  const isPlain = typeof value === 'object' && value !== null && !types.isSet(value) && !types.isDate(value);
  return isPlain ? new Map(Object.entries(value)) : undefined;
}
