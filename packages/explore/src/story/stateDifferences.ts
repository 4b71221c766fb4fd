import { isDeepStrictEqual, types } from 'node:util';

/** A place where two states differ, as in `accounts.ada.total`; empty for the whole. */
export interface StateDifference {
  readonly path: string;
  readonly withFaults: unknown;
  readonly without: unknown;
}

/** Where two states differ, place by place. A cycle is followed once. */
export function stateDifferences(withFaults: unknown, without: unknown): readonly StateDifference[] {
  return differences(withFaults, without, '', []);
}

function differences(
  withFaults: unknown,
  without: unknown,
  path: string,
  above: readonly unknown[],
): readonly StateDifference[] {
  if (above.includes(withFaults) || isDeepStrictEqual(withFaults, without)) return [];
  const [left, right] = [partsOf(withFaults), partsOf(without)];
  if (left === undefined || right === undefined) return [{ path, withFaults, without }];
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return names.flatMap((name) => {
    const inner = path === '' ? String(name) : `${path}.${String(name)}`;
    return differences(left.get(name), right.get(name), inner, [...above, withFaults]);
  });
}

function partsOf(value: unknown): ReadonlyMap<unknown, unknown> | undefined {
  if (types.isMap(value)) return value;
  if (Array.isArray(value)) return new Map(value.map((element, index) => [index, element]));
  const isPlain = typeof value === 'object' && value !== null && !types.isSet(value) && !types.isDate(value);
  return isPlain ? new Map(Object.entries(value)) : undefined;
}
