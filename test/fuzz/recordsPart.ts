import { isDeepStrictEqual } from 'node:util';
import { defineStream, isDecodeError, type NumberPolicy, type StreamViewType, type } from '@millrace/records';
import fc from 'fast-check';
import type { FuzzPart } from './fuzzPart.ts';
import { mutated, mutations } from './mutation.ts';

type Item = Readonly<Record<string, unknown>>;
const define = (view: StreamViewType, numbers: NumberPolicy) =>
  defineStream({ item: type<Item>(), keys: ['id'], view, numbers });
type Stream = ReturnType<typeof define>;

const views = ['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY'] as const;
const policies = ['auto', 'number', 'bigint', 'string'] as const;
/** Kept from input to input, so that frequent shapes are read by code of their own in them. */
const warm = new Map(views.flatMap((view) => policies.map((numbers) => [`${view} ${numbers}`, define(view, numbers)])));

const item = fc.record({
  id: fc.constantFrom('a', 'b'),
  total: fc.oneof(
    fc.integer(),
    fc.integer().map((cents) => cents / 100),
    fc.bigInt({ min: 0n, max: 10n ** 30n }),
  ),
  flags: fc.constantFrom<unknown>(true, null, new Set(['x']), new Set([1, 2]), new Uint8Array([1])),
  lines: fc.array(fc.record({ sku: fc.string(), count: fc.integer() }), { maxLength: 3 }),
});
const inputs = fc.record({
  view: fc.constantFrom(...views),
  numbers: fc.constantFrom(...policies),
  event: fc.constantFrom('insert', 'modify', 'remove'),
  item,
  newItem: item,
  changes: mutations,
});

/** Malformed records: each is decoded, or a DecodeError; nothing else is thrown, and nothing outside is touched. */
export const recordsPart: FuzzPart = {
  name: 'records',
  claim: 'A malformed record is decoded or a DecodeError, the same by both ways of reading, and pollutes nothing.',
  runsInRound: 3000,
  property: (isPlanted) =>
    fc.asyncProperty(inputs, async ({ view, numbers, event, item: before, newItem, changes }) => {
      const stream = warm.get(`${view} ${numbers}`) as Stream;
      const made =
        event === 'insert'
          ? stream.insert(before)
          : event === 'remove'
            ? stream.remove(before)
            : stream.modify(before, { ...newItem, id: before.id });
      const wire = mutated(made, changes);
      const text = inspectable(wire);
      const outcome = read(stream, wire, isPlanted);
      if (!isDeepStrictEqual(outcome, read(define(view, numbers), wire, false))) {
        throw new Error('A shape that is met often is read otherwise than one that is met for the first time.');
      }
      if (inspectable(wire) !== text) throw new Error('Decoding changed the record.');
      if (Object.keys(Object.prototype).length > 0 || 'polluted' in {})
        throw new Error('Object.prototype was polluted.');
      if (changes.length === 0 && 'error' in outcome && numbers !== 'bigint')
        throw new Error('A good record was refused.');
    }),
};

/** All that a record gives when it is read, or why it does not. */
function read(
  stream: Stream,
  wire: unknown,
  isPlanted: boolean,
): { readonly error: string } | { readonly read: unknown } {
  try {
    // The planted fault: something of the record is read without a look whether it is there.
    if (isPlanted) void (wire as { dynamodb: { SequenceNumber: string } }).dynamodb.SequenceNumber.length;
    const record = stream.decode(wire as never);
    const { keys, eventName, sequenceNumber, createdAt, expiredByTtl, replicated } = record;
    const { newImage, oldImage } = record as { readonly newImage?: unknown; readonly oldImage?: unknown };
    return { read: [keys, eventName, sequenceNumber, createdAt, expiredByTtl, replicated, newImage, oldImage] };
  } catch (error) {
    if (isDecodeError(error)) return { error: error.message };
    throw error;
  }
}

function inspectable(value: unknown): string {
  return fc.stringify(value);
}
