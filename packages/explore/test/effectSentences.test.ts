import { expect, test } from '@jest/globals';
import { effects } from '@millrace/effects';
import { explore } from '@millrace/explore';
import type { DynamoDBRecord } from 'aws-lambda';
import { centsOf, type Event, idOf, mapping, orders, world } from './proof/world.ts';

const options = { mapping, seed: 18, runs: 0 };
const [bought, cheaper] = [
  { id: 'order-1', cents: 10 },
  { id: 'order-1', cents: 5 },
];

test('what runs only where something failed did not run again', async () => {
  const setup = () => {
    const { observe, put, add } = world();
    const handler = async ({ Records }: Event) => {
      for (const record of Records)
        await put(idOf(record), centsOf(record)).catch(async () => add(centsOf(record), idOf(record)));
    };
    return { handler, observe };
  };
  const records = [orders.insert(bought)];
  const { counterexample } = await explore({ ...options, setup, records, faults: ['effectAnswerLost'] });

  expect(counterexample?.story).toContain('`ledger.add` ran for record 1, where it does not without faults.');
});

test('what runs once of twice did run', async () => {
  const setup = () => {
    const { observe, add } = world();
    const handler = async ({ Records }: Event) => {
      for (const record of Records) {
        await add(1, idOf(record)).catch(() => undefined);
        await add(2, idOf(record)).catch(() => undefined);
      }
    };
    return { handler, observe };
  };
  const records = [orders.insert(bought)];
  const { counterexample } = await explore({ ...options, setup, records, faults: ['effectRefused'] });

  expect(counterexample?.story).toContain('`ledger.add` ran less often for record 1 than without faults.');
});

test('which change of an item an effect is for is not said where it is not known', async () => {
  const setup = () => {
    const { observe, put, remove } = world();
    const handler = async ({ Records }: Event) => {
      for (const record of Records.filter(({ eventName }) => eventName === 'REMOVE')) await remove(idOf(record));
      for (const record of Records.filter(({ eventName }) => eventName !== 'REMOVE'))
        await put(idOf(record), centsOf(record));
    };
    return { handler, observe };
  };
  const records = [orders.insert(bought), orders.remove(bought)];
  const { counterexample } = await explore({ ...options, setup, records });

  expect(counterexample?.story).toBe('The records came one by one. `table.order-1` is not there, without faults 10.');
});

test('of an effect whose record is known in one run and not in the other, only how often it ran is said', async () => {
  const setup = () => {
    const { observe, add, put } = world();
    const handler = async ({ Records }: Event) => {
      const work = Records.map(async (record) => {
        await put(idOf(record), centsOf(record));
        await add(1, '');
      });
      const all = await Promise.allSettled(work);
      if (all.some(({ status }) => status === 'rejected')) throw new Error('not all');
    };
    return { handler, observe };
  };
  const records = [orders.insert(bought), orders.modify(bought, cheaper)];
  const { counterexample } = await explore({ ...options, setup, records, faults: ['effectRefused'] });

  expect(counterexample?.story).toContain('`ledger.add` ran again');
  expect(counterexample?.story).not.toContain('`ledger.add` ran, where it does not');
});

test('what ran for a batch in one call, and for each record in others, did run without faults', async () => {
  const setup = () => {
    const { observe, addOnce } = world();
    const handler = async ({ Records }: Event) =>
      addOnce(1, `${Records.length} from ${Records.map(({ eventName }) => eventName).join()}`);
    return { handler, observe };
  };
  const records = [orders.insert(bought), orders.insert({ id: 'order-2', cents: 20 })];
  const { counterexample } = await explore({
    ...options,
    setup,
    records,
    mapping: { StartingPosition: 'TRIM_HORIZON', BisectBatchOnFunctionError: true },
    faults: ['crash'],
  });

  expect(counterexample?.story).toContain('`ledger.addOnce` ran again. `total` is 2, without faults 1.');
});

test('what AWS does in another way is named as the option is', async () => {
  const setup = () => {
    const { observe, write } = world();
    const handler = async (event: Event & { state?: { total?: number }; isFinalInvokeForWindow?: boolean }) => {
      const total = event.Records.reduce((sum, record) => sum + centsOf(record), event.state?.total ?? 0);
      if (event.isFinalInvokeForWindow === true) await write(total);
      return { state: { total } };
    };
    return { handler, observe };
  };
  const { counterexample } = await explore({
    ...options,
    setup,
    mapping: { StartingPosition: 'TRIM_HORIZON', TumblingWindowInSeconds: 30 },
    records: [orders.insert(bought)],
    schedule: [
      { fault: 'update', atMs: 1 },
      { fault: 'semantics', knob: 'windowAcrossDisable', value: 'replayedOntoState' },
    ],
  });

  expect(counterexample?.story).toContain('in the other way: `windowAcrossDisable` was "replayedOntoState".');
});

test('records are named by their place, also where the order of effects is told', async () => {
  const put = effects.wrap('table.put', async (_id: string, _cents: number) => undefined);
  const handler = async ({ Records }: Event) => {
    for (let index = Records.length - 1; index >= 0; index--) {
      const record = Records[index];
      if (record !== undefined) await put(idOf(record), centsOf(record));
    }
  };
  // From 0, the number of the second is the place of the first.
  const records = [orders.insert(bought), orders.modify(bought, cheaper)].map(
    (record, index): DynamoDBRecord => ({
      ...record,
      dynamodb: { ...record.dynamodb, SequenceNumber: String(index) },
    }),
  );
  const { counterexample } = await explore({ ...options, setup: () => ({ handler }), records });

  expect(counterexample?.story).toBe(
    'No fault was needed. The first effect of record 1 came after one of record 2, a later change of the same item.',
  );
});
