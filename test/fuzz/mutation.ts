import fc from 'fast-check';

/** A change of a JSON value at a random place. */
export interface Mutation {
  /** At each level, which of the members; taken modulo their number. */
  readonly path: readonly number[];
  readonly change: 'remove' | 'replace' | 'rename' | 'add' | 'wrap';
  readonly name: string;
  readonly value: unknown;
}

const names = fc.constantFrom(
  'S',
  'N',
  'B',
  'BOOL',
  'NULL',
  'M',
  'L',
  'SS',
  'NS',
  'BS',
  's',
  'keys',
  '__proto__',
  'constructor',
  'toString',
  '',
  'Keys',
  'NewImage',
  'OldImage',
  'SequenceNumber',
  'dynamodb',
  'eventName',
  'then',
  'length',
  'toJSON',
);

/** Values that have no business where they are put. */
export const strangeValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, true, 0, -1, Number.NaN, '', 'INSERT', '1', '1e999', '9'.repeat(401), 5n),
  fc.constantFrom<unknown>([], {}, [null], { S: 'x' }, { N: '1', S: 2 }, { L: [{ M: null }] }, { B: '*' }),
  fc.constant(new Uint8Array([1, 2])),
  fc.jsonValue({ maxDepth: 3 }),
);

export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.record({
    path: fc.array(fc.nat(7), { maxLength: 6 }),
    change: fc.constantFrom('remove', 'replace', 'replace', 'rename', 'add', 'wrap'),
    name: names,
    value: strangeValue,
  }),
  { maxLength: 3 },
);

/** The value with the changes made to a copy of it. */
export function mutated(value: unknown, changes: readonly Mutation[]): unknown {
  return changes.reduce((current, change) => changedAt(current, change, 0), value);
}

function changedAt(value: unknown, mutation: Mutation, level: number): unknown {
  const { path, change, name } = mutation;
  const members =
    typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) ? Object.entries(value) : [];
  const step = path[level];
  if (step !== undefined && members.length > 0) {
    const at = step % members.length;
    if (level === path.length - 1 && change === 'remove') members.splice(at, 1);
    else {
      const [key, member] = members[at] as [string, unknown];
      const isRenamed = level === path.length - 1 && change === 'rename';
      members[at] = isRenamed ? [name, member] : [key, changedAt(member, mutation, level + 1)];
    }
    return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
  }
  if (change === 'wrap') return { [name]: value };
  if (change !== 'add' || typeof value !== 'object' || value === null || Array.isArray(value)) return mutation.value;
  return Object.fromEntries([...Object.entries(value), [name, mutation.value]]);
}
