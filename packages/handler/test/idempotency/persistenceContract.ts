import type { BasePersistenceLayer } from '@aws-lambda-powertools/idempotency/persistence';
import { afterEach, expect, jest, test } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import { idempotent, RecordInProgressError } from '../../src/idempotency.ts';
import { invocation, wireRecord } from './records.ts';

/** What every persistence layer must do under `idempotent`. Call it inside a `describe`; each layer is on the same store. */
export function testPersistenceLayer(newLayer: () => BasePersistenceLayer): void {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const once = (onRecord: (record: DynamoDBRecord, info: Invocation) => unknown) =>
    idempotent(onRecord, { persistenceStore: newLayer() });

  test('the first delivery runs and the second does not', async () => {
    const effect = jest.fn((record: DynamoDBRecord) => record.eventID);
    const charge = once(effect);
    const [first, second] = [wireRecord(), wireRecord()];

    for (const record of [first, second, first, second]) await charge(record, invocation());

    expect(effect.mock.results.map(({ value }) => value)).toEqual([first.eventID, second.eventID]);
  });

  test('a second function with the same prefix meets the keys of the first; another prefix does not', async () => {
    const effect = jest.fn();
    const record = wireRecord();

    await once(effect)(record, invocation());
    await once(effect)(record, invocation());
    await idempotent(effect, { persistenceStore: newLayer(), keyPrefix: 'another-effect' })(record);

    expect(effect).toHaveBeenCalledTimes(2);
  });

  test('of ten concurrent deliveries one runs; the others find it done or fail as in progress', async () => {
    const effect = jest.fn(() => pause(20));
    const charge = once(effect);
    const record = wireRecord();

    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => charge(record, invocation())));

    expect(effect).toHaveBeenCalledTimes(1);
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(RecordInProgressError);
    }
  });

  test('a record in progress fails with the time until which it is locked', async () => {
    const effect = jest.fn();
    const record = wireRecord();
    const deadlineMs = Date.now() + 20_000;
    await cutOff(once, record, invocation(20_000), () => {});

    const failure = await once(effect)(record, invocation()).then(undefined, (error: unknown) => error);

    expect(effect).not.toHaveBeenCalled();
    expect(failure).toBeInstanceOf(RecordInProgressError);
    const { lockedUntilMs, cause } = failure as RecordInProgressError;
    expect(Math.abs((lockedUntilMs ?? 0) - deadlineMs)).toBeLessThan(5_000);
    expect(cause).toMatchObject({ name: 'IdempotencyAlreadyInProgressError' });
  });

  test('an invocation that died before its effect is locked out until its deadline, then the effect happens', async () => {
    const effect = jest.fn();
    const record = wireRecord();
    await cutOff(once, record, invocation(30_000), () => {});

    await expect(once(effect)(record, invocation())).rejects.toThrow(RecordInProgressError);
    timePasses(30_001);
    await once(effect)(record, invocation());
    await once(effect)(record, invocation());

    expect(effect).toHaveBeenCalledTimes(1);
  });

  test('an invocation that died between its effect and the completion repeats it: two phases cannot know better', async () => {
    const effect = jest.fn();
    const record = wireRecord();
    await cutOff(once, record, invocation(30_000), effect);

    timePasses(30_001);
    await once(effect)(record, invocation());

    expect(effect).toHaveBeenCalledTimes(2);
  });

  test('a failed record is free at once, its own error is what the caller sees, and a retry runs it', async () => {
    const effect = jest.fn<() => void>().mockImplementationOnce(() => {
      throw new Error('the payment service is down');
    });
    const charge = once(effect);
    const record = wireRecord();

    await expect(charge(record, invocation())).rejects.toThrow('the payment service is down');
    await charge(record, invocation());
    await charge(record, invocation());

    expect(effect).toHaveBeenCalledTimes(2);
  });

  test('a done record is remembered for 25 hours and a little later no more', async () => {
    const effect = jest.fn();
    const record = wireRecord();
    await once(effect)(record, invocation());

    timePasses(89_990_000);
    await once(effect)(record, invocation());
    expect(effect).toHaveBeenCalledTimes(1);

    timePasses(90_002_000);
    await once(effect)(record, invocation());
    expect(effect).toHaveBeenCalledTimes(2);
  });

  test('whatever the effect returns, nothing of it is stored', async () => {
    const effect = jest.fn(() => ({ at: new Date(0), size: 1n, nothing: undefined, self: new Map() }));
    const charge = once(effect);
    const record = wireRecord();

    expect(await charge(record, invocation())).toBeUndefined();
    expect(await charge(record, invocation())).toBeUndefined();
    expect(effect).toHaveBeenCalledTimes(1);
  });
}

type Invocation = ReturnType<typeof invocation>;
type Once = (onRecord: (record: DynamoDBRecord, info: Invocation) => unknown) => Delivery;
type Delivery = (record: DynamoDBRecord, info: Invocation) => Promise<void>;

/** A delivery whose process ends in the middle: `before` has happened, and nothing after it ever will. */
async function cutOff(once: Once, record: DynamoDBRecord, info: Invocation, before: () => void): Promise<void> {
  await new Promise<void>((hasBegun, fails) => {
    const dying = once(async () => {
      before();
      hasBegun();
      await new Promise(() => {});
    });
    dying(record, info).catch(fails);
  });
}

/** Moves the clock that the layers read to so many milliseconds after now. */
function timePasses(ms: number): void {
  jest.restoreAllMocks();
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + ms);
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
