import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { CachePersistenceLayer } from '@aws-lambda-powertools/idempotency/cache';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { defineStream, type RecordOf } from '@millrace/records';
import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import { batchHandler, type RecordScope } from '../../src/index.ts';
import {
  EarlyExpiryError,
  idempotent,
  inMemoryLatestStore,
  InMemoryPersistenceLayer,
  isRecordInProgressError,
  latestOnly,
  RecordInProgressError,
  StoreSettingsError,
} from '../../src/idempotency.ts';
import { contextWith } from '../orders.ts';
import { invocation, wireRecord } from './records.ts';

// What goes wrong when idempotency made for requests is put on a stream, and does not go wrong here.

const orders = defineStream({
  item: z.object({ orderId: z.string(), total: z.number() }),
  keys: ['orderId'],
  view: 'NEW_AND_OLD_IMAGES',
});
type Order = RecordOf<typeof orders>;

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const failure = (attempt: Promise<unknown>): Promise<unknown> => attempt.then(undefined, (error: unknown) => error);

afterEach(() => {
  jest.restoreAllMocks();
  delete process.env['AWS_LAMBDA_FUNCTION_NAME'];
  delete process.env['POWERTOOLS_IDEMPOTENCY_DISABLED'];
});

describe('the key', () => {
  test('three changes of one item are three effects: by default the key is the event, not the item', async () => {
    const effect = jest.fn();
    const charge = idempotent(effect, { persistenceStore: new InMemoryPersistenceLayer() });

    for (const record of [wireRecord(), wireRecord(), wireRecord()]) await charge(record);

    expect(effect).toHaveBeenCalledTimes(3);
  });

  test('records with bigint and Set in their images are told apart, because no decoded value is hashed', async () => {
    const effect = jest.fn();
    const tagged = defineStream({ item: z.any(), keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });
    const charge = idempotent((record: RecordOf<typeof tagged>) => effect(record), {
      persistenceStore: new InMemoryPersistenceLayer(),
    });
    const withTags = (...tags: string[]) => {
      const wire = wireRecord();
      const NewImage = { orderId: { S: 'o-1' }, tags: { SS: tags }, size: { N: '12345678901234567890' } };
      return { ...wire, dynamodb: { ...wire.dynamodb, NewImage } };
    };

    const outcome = await batchHandler(tagged, charge)({ Records: [withTags('a'), withTags('b')] });

    expect(outcome.batchItemFailures).toEqual([]);
    expect(effect).toHaveBeenCalledTimes(2);
  });

  test('a redrive function of another name meets the keys of the first', async () => {
    const effect = jest.fn();
    const stored = new Map<string, string>();
    const layerIn = (functionName: string) => {
      process.env['AWS_LAMBDA_FUNCTION_NAME'] = functionName;
      return new CachePersistenceLayer({ client: cacheOf(stored) });
    };
    const record = wireRecord();

    await idempotent(effect, { persistenceStore: layerIn('orders') })(record);
    await idempotent(effect, { persistenceStore: layerIn('orders-redrive') })(record);

    expect(effect).toHaveBeenCalledTimes(1);
  });

  test('a business key makes one effect of the events that share it', async () => {
    const effect = jest.fn();
    const welcome = idempotent((record: Order) => effect(record), {
      persistenceStore: new InMemoryPersistenceLayer(),
      key: (record) => `welcome ${record.keys.orderId}`,
    });

    await batchHandler(orders, welcome)({ Records: [wireRecord(), wireRecord(), wireRecord({ item: 'o-2' })] });

    expect(effect).toHaveBeenCalledTimes(2);
  });

  test.each([
    ['an empty text', () => ''],
    ['undefined', () => undefined],
    ['an object', () => ({ S: 'o-1' })],
  ])('a business key that is %s fails the record instead of making all such records one', async (_case, key) => {
    const effect = jest.fn();
    const charge = idempotent(effect, {
      persistenceStore: new InMemoryPersistenceLayer(),
      key: key as () => string,
    });

    expect(await failure(charge(wireRecord()))).toMatchObject({ name: 'IdempotencyKeyError' });
    expect(effect).not.toHaveBeenCalled();
  });

  test('a record without an event id fails instead of counting as a duplicate of the first such record', async () => {
    const effect = jest.fn();
    const charge = idempotent(effect, { persistenceStore: new InMemoryPersistenceLayer() });
    const { eventID: _, ...anonymous } = wireRecord();

    expect(await failure(charge(anonymous))).toMatchObject({
      name: 'IdempotencyKeyError',
      message: expect.stringContaining('has no event id'),
    });
    expect(effect).not.toHaveBeenCalled();
  });

  test('an empty prefix is refused', () => {
    const persistenceStore = new InMemoryPersistenceLayer();

    expect(() => idempotent(() => {}, { persistenceStore, keyPrefix: ' ' })).toThrow(/keyPrefix is empty/);
  });

  test('it is the key that makeIdempotent uses for an event id under the same prefix, so that a function can change over', async () => {
    const effect = jest.fn(async (_record: DynamoDBRecord, _context: unknown) => 'done');
    const client = cacheOf(new Map());
    const record = wireRecord();
    const byPowertools = makeIdempotent(effect, {
      persistenceStore: new CachePersistenceLayer({ client }),
      config: new IdempotencyConfig({ eventKeyJmesPath: 'eventID' }),
      keyPrefix: 'orders',
    });

    await byPowertools(record, invocation().context);
    await idempotent(effect, { persistenceStore: new CachePersistenceLayer({ client }), keyPrefix: 'orders' })(
      record,
      undefined,
    );

    expect(effect).toHaveBeenCalledTimes(1);
  });
});

describe('the lock', () => {
  test('a record that timed out is locked until the deadline of its invocation, not for the whole expiry', async () => {
    const layer = new InMemoryPersistenceLayer();
    const hangs = (_record: DynamoDBRecord, _info: ReturnType<typeof invocation>) => new Promise(() => {});
    const effect = jest.fn();
    const record = wireRecord();
    void idempotent(hangs, { persistenceStore: layer })(record, invocation(3_000));
    await Promise.resolve();

    const locked = await failure(idempotent(effect, { persistenceStore: layer })(record));
    expect(locked).toBeInstanceOf(RecordInProgressError);
    expect(isRecordInProgressError(locked)).toBe(true);
    expect(isRecordInProgressError(new Error('RecordInProgressError'))).toBe(false);
    expect((locked as RecordInProgressError).message).toContain(
      new Date((locked as RecordInProgressError).lockedUntilMs ?? 0).toISOString(),
    );

    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + 3_001);
    await idempotent(effect, { persistenceStore: layer })(record);
    expect(effect).toHaveBeenCalledTimes(1);
  });

  test.each([
    ['of batchHandler', (context: object) => ({ context })],
    ["of Powertools' batch processor", (context: object) => context],
  ])('the deadline is read from the second argument %s', async (_case, argument) => {
    const layer = new InMemoryPersistenceLayer();
    const hangs = (_record: DynamoDBRecord, _argument: object) => new Promise(() => {});
    const record = wireRecord();
    void idempotent(hangs, { persistenceStore: layer })(record, argument({ getRemainingTimeInMillis: () => 7_000 }));
    const startedMs = Date.now();

    const locked = await failure(idempotent(() => {}, { persistenceStore: layer })(record));

    expect((locked as RecordInProgressError).lockedUntilMs).toBeGreaterThan(startedMs + 6_000);
    expect((locked as RecordInProgressError).lockedUntilMs).toBeLessThan(startedMs + 8_000);
  });

  test.each([
    ['without a context', undefined, 900_000],
    ['with no time left', 0, 1],
    ['past the deadline', -40, 1],
  ])('%s the lock still lapses, and nothing is printed', async (_case, leftMs, lockMs) => {
    const argument = leftMs === undefined ? undefined : { context: { getRemainingTimeInMillis: () => leftMs } };
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const layer = new InMemoryPersistenceLayer();
    const saveInProgress = jest.spyOn(layer, 'saveInProgress');

    await idempotent((_record: DynamoDBRecord, _argument: unknown) => {}, { persistenceStore: layer })(
      wireRecord(),
      argument,
    );

    expect(saveInProgress.mock.lastCall?.[1]).toBe(lockMs);
    expect(warn).not.toHaveBeenCalled();
  });

  test('two effects in one handler are each locked until the deadline when the scope is handed on, and a retry runs the second only', async () => {
    const persistenceStore = new InMemoryPersistenceLayer();
    const saveInProgress = jest.spyOn(persistenceStore, 'saveInProgress');
    const pay = jest.fn();
    const send = jest.fn(async () => {}).mockRejectedValueOnce(new Error('the mail server is down'));
    const charge = idempotent((record: Order) => pay(record.keys.orderId), { persistenceStore, keyPrefix: 'charge' });
    const mail = idempotent((_record: Order) => send(), { persistenceStore, keyPrefix: 'mail' });
    const both = async (record: Order, scope: RecordScope) => {
      await charge(record, scope);
      await mail(record, scope);
    };
    const handler = batchHandler(orders, both, { logger: silent });
    const wire = wireRecord();

    const answers = [];
    for (let delivery = 1; delivery <= 3; delivery++) {
      answers.push(await handler({ Records: [structuredClone(wire)] }, contextWith(7_000)));
    }

    expect(answers.map(({ batchItemFailures }) => batchItemFailures.length)).toEqual([1, 0, 0]);
    expect(pay).toHaveBeenCalledTimes(1);
    expect(send).toHaveBeenCalledTimes(2);
    expect(saveInProgress.mock.calls.map(([, ms]) => ms)).toEqual([7_000, 7_000, 7_000, 7_000, 7_000, 7_000]);
  });

  test.each([
    ['the scope', 7_000, { context: { getRemainingTimeInMillis: () => 7_000 } }],
    ['the context', 7_000, { getRemainingTimeInMillis: () => 7_000 }],
    ['nothing', 900_000, undefined],
  ])('an effect of the record only that is given %s holds its lock for %d ms', async (_case, ms, scope) => {
    const layer = new InMemoryPersistenceLayer();
    const saveInProgress = jest.spyOn(layer, 'saveInProgress');
    const store = inMemoryLatestStore();
    const begin = jest.spyOn(store, 'begin');
    jest.spyOn(Date, 'now').mockReturnValue(1_000_000);

    await idempotent((_record: DynamoDBRecord) => {}, { persistenceStore: layer })(wireRecord(), scope);
    await latestOnly((_record: DynamoDBRecord) => {}, { store })(wireRecord(), scope);

    expect(saveInProgress.mock.lastCall?.[1]).toBe(ms);
    expect(begin.mock.lastCall?.[0].untilMs).toBe(1_000_000 + ms);
  });

  test('a record in progress is reported like any failure, and the batch goes on from it', async () => {
    const layer = new InMemoryPersistenceLayer();
    const [first, locked, last] = [wireRecord(), wireRecord({ item: 'o-2' }), wireRecord()];
    void idempotent(() => new Promise(() => {}), { persistenceStore: layer })(locked);
    const onPoison = jest.fn();
    const effect = jest.fn();
    const charge = idempotent(effect, { persistenceStore: layer });

    const answer = await batchHandler(orders, charge, { onPoison, logger: silent })({ Records: [first, locked, last] });

    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: locked.dynamodb?.SequenceNumber }]);
    expect(effect).toHaveBeenCalledTimes(1);
    expect(onPoison).not.toHaveBeenCalled();
  });

  test('an effect that honours the signal frees the record when batchHandler gives it up', async () => {
    const layer = new InMemoryPersistenceLayer();
    const record = wireRecord();
    const stopsWhenTold = (_record: Order, { signal }: RecordScope) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')));
      });
    const slow = idempotent(stopsWhenTold, { persistenceStore: layer });
    const effect = jest.fn();

    const answer = await batchHandler(orders, slow, { recordTimeoutMs: 10, logger: silent })({ Records: [record] });
    await idempotent(effect, { persistenceStore: layer })(record);

    expect(answer.batchItemFailures).toHaveLength(1);
    expect(effect).toHaveBeenCalledTimes(1);
  });

  test('an invocation that fails after its deadline leaves the record to whoever has it now', async () => {
    const layer = new InMemoryPersistenceLayer();
    const record = wireRecord();
    const now = Date.now.bind(Date);
    const slow = async (_record: DynamoDBRecord, _info: ReturnType<typeof invocation>) => {
      jest.spyOn(Date, 'now').mockImplementation(() => now() + 3_001);
      await new Promise<void>((begun) => {
        void idempotent(() => new Promise(() => begun()), { persistenceStore: layer })(record);
      });
      throw new Error('too late');
    };
    const late = idempotent(slow, { persistenceStore: layer })(record, invocation(3_000));

    await expect(late).rejects.toThrow('too late');

    await expect(idempotent(() => {}, { persistenceStore: layer })(record)).rejects.toThrow(RecordInProgressError);
  });
});

describe('the expiry', () => {
  test.each([3_600, 86_399, 86_400])('%d seconds, within which the stream redelivers, are refused', (seconds) => {
    const persistenceStore = new InMemoryPersistenceLayer();

    expect(() => idempotent(() => {}, { persistenceStore, expiresAfterSeconds: seconds })).toThrow(EarlyExpiryError);
  });

  test('they are accepted when asked for, and longer ones without asking', async () => {
    const effect = jest.fn();
    const record = wireRecord();
    const early = { persistenceStore: new InMemoryPersistenceLayer(), expiresAfterSeconds: 60, allowEarlyExpiry: true };
    await idempotent(effect, early)(record);

    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + 62_000);
    await idempotent(effect, early)(record);

    expect(effect).toHaveBeenCalledTimes(2);
    expect(() =>
      idempotent(effect, { persistenceStore: new InMemoryPersistenceLayer(), expiresAfterSeconds: 1_209_600 }),
    ).not.toThrow();
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('%d seconds are no expiry', (expiresAfterSeconds) => {
    const persistenceStore = new InMemoryPersistenceLayer();

    expect(() => idempotent(() => {}, { persistenceStore, expiresAfterSeconds, allowEarlyExpiry: true })).toThrow(
      RangeError,
    );
  });
});

describe('the settings of a shared layer', () => {
  test.each([
    ['an expiry', new IdempotencyConfig({})],
    [
      'a JMESPath, which would make one key of all event ids',
      new IdempotencyConfig({ eventKeyJmesPath: 'eventID', expiresAfterSeconds: 90_000 }),
    ],
    [
      'payload validation, whose hash the cache layer drops',
      new IdempotencyConfig({ payloadValidationJmesPath: 'dynamodb', expiresAfterSeconds: 90_000 }),
    ],
  ])('a layer that was configured before with %s is refused, not silently used', (_case, config) => {
    jest.spyOn(console, 'warn').mockImplementation(() => {});
    const persistenceStore = new InMemoryPersistenceLayer();
    persistenceStore.configure({ config });

    expect(() => idempotent(() => {}, { persistenceStore })).toThrow(StoreSettingsError);
  });

  test('two effects with prefixes of their own share a layer, also side by side', async () => {
    const persistenceStore = new InMemoryPersistenceLayer();
    const counts = { charge: 0, mail: 0 };
    const effect = (keyPrefix: 'charge' | 'mail', ms: number) =>
      idempotent(
        async () => {
          await new Promise((resolve) => setTimeout(resolve, ms));
          counts[keyPrefix] += 1;
        },
        { persistenceStore, keyPrefix },
      );
    const [charge, mail] = [effect('charge', 5), effect('mail', 1)];
    const record = wireRecord();

    await Promise.all([charge(record), mail(record)]);
    await Promise.all([charge(record), mail(record)]);

    expect(counts).toEqual({ charge: 1, mail: 1 });
  });

  describe('of two effects that share the prefix too, the second is skipped', () => {
    const warnings = () => jest.spyOn(console, 'warn').mockImplementation(() => {});
    const pay = (_record: DynamoDBRecord) => {};
    const mail = (_record: DynamoDBRecord) => 'mailed';

    test('with a warning when both are given one delivery of a record, once', async () => {
      const warn = warnings();
      const persistenceStore = new InMemoryPersistenceLayer();
      const charge = idempotent(pay, { persistenceStore });
      const send = idempotent(mail, { persistenceStore });

      for (const record of [wireRecord({ eventID: 'e-1' }), wireRecord()]) {
        await charge(record);
        await send(record);
      }

      expect(warn.mock.calls).toEqual([
        [expect.stringMatching(/^Record e-1 .* an effect did not happen, .* same keyPrefix 'millrace' .* of its own/)],
      ]);
    });

    const made = (count: number) => (_record: DynamoDBRecord) => count;

    test.each([
      ['the same function is wrapped again', pay, pay],
      ['the same closure is made again', made(1), made(1)],
    ])('without one when %s', async (_case, first, second) => {
      const warn = warnings();
      const persistenceStore = new InMemoryPersistenceLayer();
      const record = wireRecord();

      await idempotent(first, { persistenceStore })(record);
      await idempotent(second, { persistenceStore })(record);

      expect(warn).not.toHaveBeenCalled();
    });

    test.each([
      ['prefix', { keyPrefix: 'mail' }],
      ['layer', { persistenceStore: new InMemoryPersistenceLayer() }],
      ['key', { key: () => 'a key' }],
    ])('without one when the second has a %s of its own under which it was done before', async (_case, own) => {
      const warn = warnings();
      const persistenceStore = new InMemoryPersistenceLayer();
      const effect = jest.fn(pay);
      const send = idempotent(mail, { persistenceStore, ...own });
      const record = wireRecord();
      await send(structuredClone(record));

      await idempotent((given: DynamoDBRecord) => effect(given), { persistenceStore })(record);
      await send(record);

      expect(effect).toHaveBeenCalledTimes(1);
      expect(warn).not.toHaveBeenCalled();
    });

    test('without one when the record comes again: an effect that took the place of another may find it done', async () => {
      const warn = warnings();
      const persistenceStore = new InMemoryPersistenceLayer();
      const record = wireRecord();

      await idempotent(pay, { persistenceStore })(record);
      await idempotent(mail, { persistenceStore })(structuredClone(record));

      expect(warn).not.toHaveBeenCalled();
    });
  });

  test('POWERTOOLS_IDEMPOTENCY_DISABLED switches it off', async () => {
    process.env['POWERTOOLS_IDEMPOTENCY_DISABLED'] = 'true';
    const effect = jest.fn();
    const charge = idempotent(effect, { persistenceStore: new InMemoryPersistenceLayer() });
    const record = wireRecord();

    await charge(record);
    await charge(record);

    expect(effect).toHaveBeenCalledTimes(2);
  });
});

describe('a store that fails', () => {
  const broken = (operation: 'saveInProgress' | 'saveSuccess' | 'deleteRecord') => {
    const layer = new InMemoryPersistenceLayer();
    jest.spyOn(layer, operation).mockRejectedValue(new Error('the table is throttled'));
    return layer;
  };

  test('before the effect: the effect does not happen and the record fails', async () => {
    const effect = jest.fn();

    const error = await failure(idempotent(effect, { persistenceStore: broken('saveInProgress') })(wireRecord()));

    expect(effect).not.toHaveBeenCalled();
    expect(error).toMatchObject({
      name: 'IdempotencyPersistenceLayerError',
      cause: { message: 'the table is throttled' },
    });
  });

  test('at the completion: the record fails and the message says that the effect has happened', async () => {
    const effect = jest.fn();

    const error = await failure(idempotent(effect, { persistenceStore: broken('saveSuccess') })(wireRecord()));

    expect(effect).toHaveBeenCalledTimes(1);
    expect(error).toMatchObject({ message: expect.stringContaining('its effect has happened') });
  });

  test('at the release: the error of the effect is not lost', async () => {
    const charge = idempotent(() => Promise.reject(new Error('card declined')), {
      persistenceStore: broken('deleteRecord'),
    });

    const error = await failure(charge(wireRecord()));

    const both = (error as { cause: AggregateError }).cause.errors.map(({ message }: Error) => message);
    expect(both).toEqual(['card declined', 'the table is throttled']);
  });

  test('a record that vanishes between the refusal and the look is begun anew', async () => {
    const client = cacheOf(new Map());
    const set = jest.fn(client.set).mockResolvedValueOnce(null);
    const effect = jest.fn();

    await idempotent(effect, { persistenceStore: new CachePersistenceLayer({ client: { ...client, set } }) })(
      wireRecord(),
    );

    expect(effect).toHaveBeenCalledTimes(1);
  });

  test('a lock that lapses between the refusal and the look is taken over', async () => {
    const stored = new Map<string, string>();
    const client = cacheOf(stored);
    const record = wireRecord();
    const hangs = (_record: DynamoDBRecord, _info: ReturnType<typeof invocation>) => new Promise(() => {});
    void idempotent(hangs, { persistenceStore: new CachePersistenceLayer({ client }) })(record, invocation(30_000));
    await Promise.resolve();
    const layer = new CachePersistenceLayer({ client });
    const saveInProgress = layer.saveInProgress.bind(layer);
    const now = Date.now.bind(Date);
    jest.spyOn(layer, 'saveInProgress').mockImplementationOnce(async (...given) => {
      try {
        await saveInProgress(...given);
      } finally {
        jest.spyOn(Date, 'now').mockImplementation(() => now() + 30_001);
      }
    });
    const effect = jest.fn();

    await idempotent(effect, { persistenceStore: layer })(record);

    expect(effect).toHaveBeenCalledTimes(1);
  });

  test('when it vanishes again and again, the record fails as in progress', async () => {
    const client = { ...cacheOf(new Map()), set: jest.fn(async () => null) };
    const effect = jest.fn();

    const error = await failure(
      idempotent(effect, { persistenceStore: new CachePersistenceLayer({ client }) })(wireRecord()),
    );

    expect(error).toBeInstanceOf(RecordInProgressError);
    expect(client.set).toHaveBeenCalledTimes(3);
    expect(effect).not.toHaveBeenCalled();
  });
});

/** A cache client on a map, as small as Powertools' cache layer needs. */
function cacheOf(stored: Map<string, string>) {
  return {
    get: async (key: string) => stored.get(key) ?? null,
    set: async (key: string | Uint8Array, value: unknown, options?: unknown) => {
      const isOnlyIfNew = (options as { NX?: boolean } | undefined)?.NX === true;
      if (isOnlyIfNew && stored.has(String(key))) return null;
      stored.set(String(key), String(value));
      return 'OK';
    },
    del: async (keys: string[]) => keys.filter((key) => stored.delete(key)).length,
  };
}
