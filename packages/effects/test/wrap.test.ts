import { describe, expect, test } from '@jest/globals';
import { effects, isEffectError } from '@millrace/effects';
import { type Attempt, type EffectEvent, type Fault, lifeOf } from '@millrace/simulator';
import { inserted, run, sleep, toldOf } from './fixtures.ts';

type Event = { readonly Records: readonly { readonly dynamodb: { readonly NewImage: { orderId: { S: string } } } }[] };

const sent: string[] = [];
const email = effects.wrap('email', async (to: string, extra?: unknown) => {
  await sleep(1);
  sent.push(to);
  return { to, extra };
});
const onePerRecord = async ({ Records }: Event): Promise<void> => {
  for (const record of Records) await email(record.dynamodb.NewImage.orderId.S);
};
const firstCall = (fault: Fault) => (attempt: Attempt) => (attempt.index === 0 ? fault : undefined);

describe('a function that is wrapped', () => {
  test('is the same function outside of a run', async () => {
    const add = effects.wrap('add', function add(this: { base: number }, left: number, right: number) {
      return this.base + left + right;
    });

    expect(add.call({ base: 1 }, 2, 3)).toBe(6);
    expect(add).toHaveLength(2);
    expect(add.name).toBe('add');
    await expect(email('a')).resolves.toEqual({ to: 'a', extra: undefined });
  });

  test('refuses what cannot be wrapped', () => {
    const wrap = effects.wrap as (...given: unknown[]) => unknown;

    expect(() => wrap('email')).toThrow("effects.wrap('email', sendEmail)");
    expect(() => wrap('', () => undefined)).toThrow('a name');
  });

  test('tells each call with its record, in the text and in the life of the record', async () => {
    const trace = await run(onePerRecord);

    expect(toldOf(trace)).toEqual([
      'invocation 0: effect 1 email [101]: done',
      'invocation 0: effect 2 email [102]: done',
      'invocation 0: effect 3 email [103]: done',
      'invocation 0: success',
    ]);
    expect(lifeOf(trace, '102')).toContain('    0.000s invocation 0, effect 2: email: done');
    expect(trace.events.find((event) => event.type === 'effect')).toEqual({
      type: 'effect',
      atMs: 0,
      shardId: expect.any(String),
      lane: 0,
      requestId: trace.invocations[0]?.requestId,
      invocation: 0,
      number: 1,
      name: 'email',
      kind: 'write',
      key: '["order-1"]',
      sequenceNumber: '101',
      outcome: 'done',
      when: 'beforeAnswer',
      call: ['order-1'],
    });
  });

  test('tells what fails by itself, and lets the error through', async () => {
    const failing = effects.wrap('charge', async () => {
      throw new TypeError('no card');
    });

    const trace = await run(async () => failing(), { faults: undefined as never });

    expect(toldOf(trace).slice(0, 2)).toEqual([
      'invocation 0: effect 1 charge: failed TypeError: no card',
      'invocation 0: functionError TypeError: no card',
    ]);
  });

  test('tells after the answer what is not awaited, by promises and by timers', async () => {
    const promises = await run(async ({ Records }: Event) => {
      for (const record of Records) void email(record.dynamodb.NewImage.orderId.S);
    });
    const timers = await run(async ({ Records }: Event) => {
      setTimeout(() => void email(Records[0]?.dynamodb.NewImage.orderId.S ?? ''), 5);
    });

    expect(toldOf(promises)).toEqual([
      'invocation 0: success',
      'invocation 0: effect 1 email [101]: done after the answer',
      'invocation 0: effect 2 email [102]: done after the answer',
      'invocation 0: effect 3 email [103]: done after the answer',
    ]);
    expect(toldOf(timers)).toEqual([
      'invocation 0: success',
      'invocation 0: effect 1 email [101]: done after the answer',
    ]);
  });

  test('tells as pending what never ends', async () => {
    const hang = effects.wrap('hang', () => new Promise<void>(() => undefined));

    const trace = await run(async () => void hang());

    expect(toldOf(trace)).toEqual(['invocation 0: success', 'invocation 0: effect 1 hang: pending after the answer']);
  });

  test('says what it does in a key without uuids, request ids and the time, but for those of the records', async () => {
    const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
    const trace = await run(
      async (_event: Event, { awsRequestId }: { awsRequestId: string }) => {
        await email(id, {
          at: new Date(),
          ms: Date.now(),
          of: awsRequestId,
          seconds: Math.floor(Date.now() / 1000) + 0.125,
          token: `t-${crypto.randomUUID()}`,
        });
      },
      { records: [inserted(1, id)] },
    );

    const [effect] = trace.events.filter((event): event is EffectEvent => event.type === 'effect');
    expect(effect?.key).toBe(`["${id}",{at:"<time>",ms:<time>,of:"<uuid>",seconds:<time>,token:"t-<uuid>"}]`);
  });

  test('does not tell twice of what is done inside of an effect', async () => {
    const outer = effects.wrap('outer', () => email('x'));

    const trace = await run(async () => outer());

    expect(toldOf(trace)).toEqual(['invocation 0: effect 1 outer: done', 'invocation 0: success']);
  });
});

describe('the record of an effect', () => {
  test.each<[string, (event: Event) => Promise<unknown>]>([
    ['a loop', onePerRecord],
    ['all at once', ({ Records }) => Promise.all(Records.map((record) => email(record.dynamodb.NewImage.orderId.S)))],
    [
      'all at once, with nothing of the record in the call',
      ({ Records }) =>
        Promise.all(
          Records.map(async () => {
            await sleep(1);
            await email('boss@example.com');
          }),
        ),
    ],
    [
      'after a pass over all of them',
      async ({ Records }) => {
        const ids = Records.map((record) => record.dynamodb.NewImage.orderId.S);
        for (const id of ids) await email('boss@example.com', { text: `Order #${id} came in.` });
      },
    ],
    [
      'a copy of the list, and the value at the beginning of a text',
      async ({ Records }) => {
        for (const record of Records.slice()) await email(`${record.dynamodb.NewImage.orderId.S}@example.com`);
      },
    ],
  ])('is known with %s', async (_style, handler) => {
    const trace = await run(handler);

    const told = trace.events.filter((event): event is EffectEvent => event.type === 'effect');
    expect(told.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['101', '102', '103']);
  });

  test('is several when the call is for several, and open when nothing says it', async () => {
    const trace = await run(async ({ Records }: Event) => {
      await email('digest', Records.map((record) => record.dynamodb.NewImage.orderId.S).slice(0, 2));
      await email('nothing of them');
    });

    const told = trace.events.filter((event): event is EffectEvent => event.type === 'effect');
    expect(told.map(({ sequenceNumber, about }) => about ?? sequenceNumber)).toEqual([['101', '102'], undefined]);
  });
});

describe('a crash point', () => {
  const stubborn = async (event: Event): Promise<void> => {
    try {
      await onePerRecord(event);
    } catch {
      await email('caught');
    } finally {
      await email('finally');
    }
  };

  test.each<[Fault, readonly string[], readonly string[]]>([
    [
      { crashAtEffect: 2, moment: 'before' },
      ['order-1'],
      ['effect 2 email [102]: not done, the process was gone', 'functionError Runtime.ExitError: '],
    ],
    [
      { crashAtEffect: 2, moment: 'during' },
      ['order-1', 'order-2'],
      ['effect 2 email [102]: done, the answer lost', 'functionError Runtime.ExitError: '],
    ],
    [
      { crashAtEffect: 2, moment: 'after', as: 'timeout' },
      ['order-1', 'order-2'],
      ['effect 2 email [102]: done', 'timeout'],
    ],
  ])('%j: what the handler would do after it never happens', async (fault, done, told) => {
    sent.length = 0;

    const trace = await run(stubborn, {
      faults: firstCall(fault),
      mapping: { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 0 },
    });

    expect(sent).toEqual(done);
    expect(toldOf(trace)).toHaveLength(3);
    for (const [at, text] of told.entries()) expect(toldOf(trace)[at + 1]).toContain(text);
  });

  test('that is never reached changes nothing', async () => {
    const trace = await run(onePerRecord, { faults: () => ({ crashAtEffect: 4, moment: 'before' }) });

    expect(toldOf(trace).at(-1)).toBe('invocation 0: success');
  });

  test('stops a function that answers at once, too', async () => {
    let total = 0;
    const add = effects.wrap('add', (amount: number) => {
      total += amount;
      return total;
    });
    const handler = async (): Promise<void> => {
      add(1);
      add(2);
      add(4);
    };

    const trace = await run(handler, { faults: firstCall({ crashAtEffect: 2, moment: 'during' }) });

    expect(total).toBe(3 + 7);
    expect(trace.invocations.map(({ outcome }) => outcome)).toEqual(['functionError', 'success']);
  });
});

describe('a fault of an effect', () => {
  test.each([
    ['refuse', 'EffectRefused', 'refused', ['order-1']],
    ['throttle', 'EffectThrottled', 'throttled', ['order-1']],
    ['timeout', 'EffectTimedOut', 'timed out', ['order-1']],
    ['answerLost', 'EffectAnswerLost', 'done, the answer lost', ['order-1', 'order-2']],
  ] as const)('%s is an error that the handler may catch', async (fault, code, told, done) => {
    sent.length = 0;
    let caught: unknown;
    const trace = await run(
      async (event: Event) => {
        await onePerRecord(event).catch((error: unknown) => {
          caught = error;
        });
      },
      { faults: firstCall({ effect: 2, fault }) },
    );

    expect(sent).toEqual(done);
    expect(isEffectError(caught) && caught.code).toBe(code);
    expect(toldOf(trace)[1]).toContain(`effect 2 email [102]: ${told} EffectError: `);
    expect(toldOf(trace)[2]).toBe('invocation 0: success');
  });
});

test('what a call has planned whose process crashed does not keep the process of the tests', async () => {
  const timers: NodeJS.Timeout[] = [];
  const mail = effects.wrap('mail', async (to: string) => to);

  await run(
    async () => {
      timers.push(setTimeout(() => undefined, 60_000));
      await mail('a@example.com');
    },
    { faults: ({ index }) => (index === 0 ? { crashAtEffect: 1, moment: 'after' } : undefined) },
  );

  const [crashed, answered] = timers.map((timer) => timer.hasRef());
  timers.forEach((timer) => clearTimeout(timer));
  expect({ crashed, answered }).toEqual({ crashed: false, answered: true });
});
