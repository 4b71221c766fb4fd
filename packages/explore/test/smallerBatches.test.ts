import { describe, expect, test } from '@jest/globals';
import { explore } from '@millrace/explore';
import { centsOf, type Event, idOf, mapping, orders, world } from './proof/world.ts';

const seed = 18;
const [first, second] = [
  { id: 'order-1', cents: 10 },
  { id: 'order-1', cents: 40 },
];
/** Put, removed and put again: where all comes at once, what is removed first is put again in any case. */
const records = [orders.insert(first), orders.remove(first), orders.insert(second)];

/** Removes first, and then puts. */
const removesFirst = () => {
  const { observe, put, remove } = world();
  const handler = async ({ Records }: Event) => {
    for (const record of Records.filter(({ eventName }) => eventName === 'REMOVE')) await remove(idOf(record));
    for (const record of Records.filter(({ eventName }) => eventName !== 'REMOVE'))
      await put(idOf(record), centsOf(record));
  };
  return { handler, observe };
};

describe('how the stream is cut', () => {
  test('a state that depends on the size of the batches is told of by that', async () => {
    const { counterexample } = await explore({ setup: removesFirst, records: records.slice(0, 2), mapping, seed });

    expect(counterexample).toMatchObject({
      code: 'finalStateDiffers',
      faults: [{ fault: 'smallerBatches', size: 1 }],
    });
    expect(counterexample?.story).toMatch(
      /^The records came one by one\. .*`table\.order-1` is not there, without faults 10\.$/,
    );
  });

  test('a beginning of the records may show what all of them hide', async () => {
    const { counterexample } = await explore({ setup: removesFirst, records, mapping, seed });

    expect(counterexample?.records).toEqual(records.slice(0, 2));
    expect(counterexample?.faults).toEqual([{ fault: 'smallerBatches', size: 1 }]);
  });

  test('where an invariant of one’s own may be about all records, no beginning is tried', async () => {
    const invariants = { anything: () => true };
    const found = await explore({
      setup: removesFirst,
      records,
      mapping,
      seed,
      invariants,
      faults: ['smallerBatches'],
    });

    expect(found.ok).toBe(true);
  });

  test('an effect that may be of several records is said to be missing for none', async () => {
    const { counterexample } = await explore({ setup: removesFirst, records, mapping, seed });

    expect(counterexample?.code).not.toBe('skippedInBatch');
  });
});
