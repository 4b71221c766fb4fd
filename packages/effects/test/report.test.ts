import { expect, test } from '@jest/globals';
import { effects, effectsReport, watchingEnvironment } from '@millrace/effects';
import type { Attempt, Fault } from '@millrace/simulator';
import { run, sleep } from './fixtures.ts';

type Event = { readonly Records: readonly { readonly dynamodb: { readonly Keys: { orderId: { S: string } } } }[] };

const mail = effects.wrap('mail', async (to: string) => to);
const slowMail = effects.wrap('mail', (_to: string) => sleep(1));
const count = effects.wrap('count', async (much: number) => much);
const first = (fault: Fault) => (attempt: Attempt) => (attempt.index === 0 ? fault : undefined);
const none = { done: 0, repeated: 0, late: 0, unfinished: 0, refused: 0, swallowed: 0, missing: 0, unattributed: 0 };

test('a good handler: each record once', async () => {
  const trace = await run(async ({ Records }: Event) => {
    for (const { dynamodb } of Records) await mail(dynamodb.Keys.orderId.S);
  });

  const { sum, records, names } = effectsReport(trace);
  expect(sum).toEqual({ ...none, effects: 3, done: 3 });
  expect(names).toEqual({ mail: 3 });
  expect(records.map(({ sequenceNumber, done, isMissing }) => [sequenceNumber, done, isMissing])).toEqual([
    ['101', 1, false],
    ['102', 1, false],
    ['103', 1, false],
  ]);
});

test('a return in the loop: records without effects', async () => {
  const trace = await run(async ({ Records }: Event) => mail(Records[0]?.dynamodb.Keys.orderId.S ?? ''));

  const { sum, records } = effectsReport(trace);
  expect(sum).toEqual({ ...none, effects: 1, done: 1, missing: 2 });
  expect(records.filter(({ isMissing }) => isMissing).map(({ sequenceNumber }) => sequenceNumber)).toEqual([
    '102',
    '103',
  ]);
});

test('no await: effects after the answer', async () => {
  const trace = await run(async ({ Records }: Event) => {
    for (const { dynamodb } of Records) void slowMail(dynamodb.Keys.orderId.S);
  });

  expect(effectsReport(trace).sum).toMatchObject({ done: 0, late: 3, missing: 0 });
});

// A machine that is busy takes a while to see that nothing goes on any more.
test.each<[string, () => Promise<unknown>, string, number]>([
  ['times out', () => sleep(1000), 'timeout', 400],
  ['ends its process', () => new Promise(() => undefined), 'functionError', 20_000],
])('a call that %s: what is under way is not late, as there was no answer', async (...given) => {
  const [, goesOn, outcome, functionTimeoutMs] = given;
  const charge = effects.wrap('charge', goesOn);

  const trace = await run(() => charge(), { functionTimeoutMs });

  expect(trace.invocations.map((invocation) => invocation.outcome)).toEqual([outcome, outcome]);
  expect(effectsReport(trace).sum).toMatchObject({ done: 0, late: 0, unfinished: 2 });
});

test('a crash in the middle, and what the second attempt repeats', async () => {
  const handler = async ({ Records }: Event): Promise<void> => {
    for (const { dynamodb } of Records) await mail(dynamodb.Keys.orderId.S);
  };
  const trace = await run(handler, { faults: first({ crashAtEffect: 3, moment: 'before' }) });

  const { sum, records } = effectsReport(trace);
  expect(sum).toEqual({ ...none, effects: 6, done: 5, repeated: 2 });
  expect(records.map(({ repeated }) => repeated)).toEqual([1, 1, 0]);
});

test('an error that is swallowed, and one that is made up for', async () => {
  const swallowing = async ({ Records }: Event): Promise<void> => {
    for (const { dynamodb } of Records) await mail(dynamodb.Keys.orderId.S).catch(() => undefined);
  };
  const retrying = async ({ Records }: Event): Promise<void> => {
    for (const { dynamodb } of Records) {
      const to = dynamodb.Keys.orderId.S;
      await mail(to).catch(() => mail(to));
    }
  };
  const faults = first({ effect: 2, fault: 'refuse' });

  expect(effectsReport(await run(swallowing, { faults })).sum).toEqual({
    ...none,
    effects: 3,
    done: 2,
    refused: 1,
    swallowed: 1,
  });
  expect(effectsReport(await run(retrying, { faults })).sum).toEqual({ ...none, effects: 4, done: 3, refused: 1 });
});

test('an effect for no known record is in the sum, and lets no record be called missing', async () => {
  const trace = await run(async ({ Records }: Event) => {
    const ids = Records.map(({ dynamodb }) => dynamodb.Keys.orderId.S);
    await mail(ids[0] ?? '');
    await count(ids.length);
  });

  expect(effectsReport(trace).sum).toEqual({ ...none, effects: 2, done: 2, unattributed: 1 });
});

test('variables that the handler asks for and that are not set', async () => {
  const environment = process.env;
  const watched = watchingEnvironment();
  await run(async () => {
    void process.env['TABLE_OF_NOBODY'];
    void process.env['PATH'];
    void process.env['TABLE_OF_NOBODY'];
    process.env['SET_TWICE'] = 'once';
    process.env['SET_TWICE'] = 'twice';
  });
  expect(environment['SET_TWICE']).toBe('twice');
  delete process.env['SET_TWICE'];
  expect(() => watchingEnvironment()).toThrow('watched already');
  watched.restore();
  void process.env['ANOTHER_OF_NOBODY'];

  expect(watched.unset()).toEqual([{ name: 'TABLE_OF_NOBODY', caller: expect.stringContaining('report.test.ts:') }]);
  expect(process.env).toBe(environment);
});
