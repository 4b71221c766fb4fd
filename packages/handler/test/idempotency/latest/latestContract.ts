import { afterEach, expect, jest, test } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import { type LatestStore, latestOnly, RecordInProgressError } from '../../../src/idempotency.ts';
import { positionOf } from '../../../src/idempotency/latest/position.ts';
import { invocation, wireRecord } from '../records.ts';

/** What every store must do under `latestOnly`. Call it inside a `describe`; each store is on the same data. */
export function testLatestStore(newStore: () => LatestStore): void {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  let items = 0;
  const newItem = () => {
    const item = `item-${items++}`;
    return (sequenceNumber: string) => wireRecord({ item, sequenceNumber });
  };
  const projection = () => {
    const applied: string[] = [];
    const project = latestOnly(
      (record: DynamoDBRecord, _info: ReturnType<typeof invocation>) => {
        applied.push(record.dynamodb?.SequenceNumber ?? '');
      },
      { store: newStore() },
    );
    return { applied, project };
  };

  test('stale records and duplicates are skipped, whatever the lengths of the sequence numbers', async () => {
    const { applied, project } = projection();
    const at = newItem();
    const delivered = ['9', '10', '9', '10', '100000000000000000000000000', '99999999999999999999999999', '11'];

    for (const sequenceNumber of delivered) await project(at(sequenceNumber), invocation());

    expect(applied).toEqual(['9', '10', '100000000000000000000000000']);
  });

  test('numbers of 40 digits that differ in the last one are told apart', async () => {
    const { applied, project } = projection();
    const at = newItem();
    const nines = '9'.repeat(39);

    for (const last of ['7', '8', '7']) await project(at(nines + last), invocation());

    expect(applied).toEqual([`${nines}7`, `${nines}8`]);
  });

  test('items do not hold each other up', async () => {
    const { applied, project } = projection();
    const [first, second] = [newItem(), newItem()];

    await project(first('20'), invocation());
    await project(second('10'), invocation());

    expect(applied).toEqual(['20', '10']);
  });

  test('a failed record is not applied: its retry runs, and what comes before it still counts as new', async () => {
    const { applied, project } = projection();
    const at = newItem();
    const failing = latestOnly(
      () => {
        throw new Error('the index is down');
      },
      { store: newStore() },
    );

    await expect(failing(at('8'))).rejects.toThrow('the index is down');
    await project(at('7'), invocation());
    await project(at('8'), invocation());

    expect(applied).toEqual(['7', '8']);
  });

  test('of many concurrent records of an item, none is applied after a later one', async () => {
    const { applied, project } = projection();
    const at = newItem();
    const records = ['5', '17', '3', '17', '9', '12'].map(at);

    const outcomes = await Promise.allSettled(records.map((record) => project(record, invocation())));
    for (const record of records) await project(record, invocation());

    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(RecordInProgressError);
    }
    expect(applied).toEqual([...applied].sort((a, b) => Number(a) - Number(b)));
    expect(applied.at(-1)).toBe('17');
    expect(new Set(applied).size).toBe(applied.length);
  });

  test('an item whose invocation died is locked until its deadline and then goes on', async () => {
    const { applied, project } = projection();
    const at = newItem();
    const untilMs = Date.now() + 30_000;
    await new Promise<void>((begun) => {
      const hangs = (_record: DynamoDBRecord, _info: ReturnType<typeof invocation>) => new Promise(() => begun());
      void latestOnly(hangs, { store: newStore() })(at('5'), invocation(30_000));
    });

    const failure = await project(at('6'), invocation()).then(undefined, (error: unknown) => error);
    expect(failure).toBeInstanceOf(RecordInProgressError);
    expect(Math.abs(((failure as RecordInProgressError).lockedUntilMs ?? 0) - untilMs)).toBeLessThan(1_500);

    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + 30_001);
    await project(at('5'), invocation());
    await project(at('6'), invocation());
    expect(applied).toEqual(['5', '6']);
  });

  test('after a crash, only the record that was begun or a later one may follow, also when a later one failed since', async () => {
    const { applied, project } = projection();
    const at = newItem();
    const hangs = (_record: DynamoDBRecord, _info: ReturnType<typeof invocation>) => new Promise(() => {});
    const fails = (_record: DynamoDBRecord, _info: ReturnType<typeof invocation>) => Promise.reject(new Error('down'));
    void latestOnly(hangs, { store: newStore() })(at('118'), invocation(20));
    await new Promise((resolve) => setTimeout(resolve, 200));

    await project(at('97'), invocation());
    expect(applied).toEqual([]);

    await expect(latestOnly(fails, { store: newStore() })(at('120'), invocation())).rejects.toThrow('down');
    await project(at('97'), invocation());
    expect(applied).toEqual([]);

    for (const sequenceNumber of ['118', '97', '120']) await project(at(sequenceNumber), invocation());
    expect(applied).toEqual(['118', '120']);
  });

  test('a request that is sent again, because its answer was lost, changes nothing', async () => {
    const applied: string[] = [];
    const store = newStore();
    const twice: LatestStore = {
      begin: async (lock) => {
        await store.begin(lock);
        return store.begin(lock);
      },
      complete: async (lock) => {
        await store.complete(lock);
        return store.complete(lock);
      },
      release: async (lock) => {
        await store.release(lock);
        await store.release(lock);
      },
    };
    const at = newItem();
    const project = latestOnly((record: DynamoDBRecord) => applied.push(record.dynamodb?.SequenceNumber ?? ''), {
      store: twice,
    });

    for (const sequenceNumber of ['5', '6', '5']) await project(at(sequenceNumber));

    expect(applied).toEqual(['5', '6']);
  });

  test('of two attempts at one record only one holds the lock, even with the same deadline', async () => {
    const store = newStore();
    const at = newItem();
    const item = JSON.stringify(at('1').dynamodb?.Keys);
    const lock = { item, position: positionOf(at('5')), untilMs: Date.now() + 60_000 };

    expect(await store.begin({ ...lock, holder: 'first' })).toEqual({ kind: 'begun' });
    expect(await store.begin({ ...lock, holder: 'second' })).toEqual({ kind: 'locked', lockedUntilMs: lock.untilMs });
    await store.release({ ...lock, holder: 'second' });
    expect(await store.complete({ ...lock, holder: 'second' })).toBe(false);
    expect(await store.complete({ ...lock, holder: 'first' })).toBe(true);
    expect(await store.begin({ ...lock, holder: 'second' })).toEqual({ kind: 'stale' });
  });
}
