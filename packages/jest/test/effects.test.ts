import '@millrace/jest';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { effects } from '@millrace/effects';
import type { Trace } from '@millrace/simulator';
import { expectGolden } from './golden.ts';
import { messageOf, run } from './runs.ts';

const email = effects.wrap('email', async (to: string) => to);

type Event = { readonly Records: readonly { readonly dynamodb: { readonly Keys: { id: { S: string } } } }[] };

/** Fails once, behind the second of three records; the third is never mailed. */
async function careless({ Records }: Event, _context: unknown, attempt: { count: number }): Promise<void> {
  for (const { dynamodb } of Records.slice(0, 2)) await email(`${dynamodb.Keys.id.S}@example.com`);
  if (attempt.count++ === 0) throw new Error('The network was gone.');
}

let trace: Trace;
let good: Trace;
let silent: Trace;
beforeAll(async () => {
  const attempt = { count: 0 };
  trace = await run('ann bob cid', { handler: (event: Event, context: unknown) => careless(event, context, attempt) });
  good = await run('ann bob cid', {
    handler: async ({ Records }: Event) => {
      for (const { dynamodb } of Records) await email(dynamodb.Keys.id.S);
    },
  });
  silent = await run('ann');
});

describe('matchers of effects', () => {
  test('pass', () => {
    expect(good).toHaveEffects(3);
    expect(good).toHaveEffects(['email', { name: 'email', sequenceNumber: '2' }, 'email']);
    expect(good).toHaveEffects({ name: 'email', sequenceNumber: '2', times: 1 });
    expect(good).toHaveNoRepeatedEffect();
    expect(good).toHaveEffectForEveryRecord();
    expect(good).toHaveEffectForEveryRecord({ name: 'email' });
    expect(trace).not.toHaveNoRepeatedEffect();
    expect(trace).not.toHaveEffectForEveryRecord();
    expect(trace).not.toHaveEffects({ name: 'charge' });
    expect(silent).toHaveEffects(0);
  });

  test.each<[string, () => unknown]>([
    ['effects-list', () => expect(trace).toHaveEffects(['email', 'email', 'email'])],
    ['effects-times', () => expect(trace).toHaveEffects({ name: 'email', sequenceNumber: '3' })],
    ['not-effects', () => expect(good).not.toHaveEffects({ name: 'email' })],
    ['effects-unread', () => expect(good).not.toHaveEffects({ name: 'email', sequenceNumber: '0' })],
    ['effect-repeated', () => expect(trace).toHaveNoRepeatedEffect()],
    ['not-effect-repeated', () => expect(good).not.toHaveNoRepeatedEffect()],
    ['effect-every-record', () => expect(trace).toHaveEffectForEveryRecord()],
    ['not-effect-every-record', () => expect(good).not.toHaveEffectForEveryRecord({ name: 'email' })],
    ['effects-none', () => expect(silent).not.toHaveNoRepeatedEffect()],
  ])('say what they miss: %s', (name, assertion) => {
    expectGolden(name, messageOf(assertion));
  });

  test('judge nothing where there is nothing to judge', async () => {
    const empty = await run('');

    expect(() => expect(silent).toHaveNoRepeatedEffect()).toThrow('The trace tells of no effect');
    expect(() => expect(silent).toHaveEffectForEveryRecord()).toThrow('The trace tells of no effect');
    expect(() => expect(empty).toHaveEffectForEveryRecord()).toThrow('No record counts as processed');
    expect(() => expect(empty).not.toHaveEffectForEveryRecord()).toThrow('No record counts as processed');
  });

  test('refuse what they do not take', () => {
    const wrong = (value: unknown): never => value as never;

    expect(() => expect(good).toHaveEffects(wrong('email'))).toThrow('toHaveEffects got "email", expected a number');
    expect(() => expect(good).toHaveEffectForEveryRecord(wrong('email'))).toThrow(
      'toHaveEffectForEveryRecord got "email"',
    );
    expect(() => (expect(good).toHaveNoRepeatedEffect as (given: unknown) => void)(1)).toThrow(
      'toHaveNoRepeatedEffect',
    );
  });
});
