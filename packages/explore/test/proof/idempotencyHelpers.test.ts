import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Interception, interceptEffects } from '@millrace/effects';
import { standIns } from '@millrace/effects/stand-ins';
import { explore, type FaultKind, faultKinds } from '@millrace/explore';
import { claimedLedger, clock, latest, payments } from './idempotencyHelpers.ts';
import { lanes, mapping, records } from './world.ts';

const options = { records, mapping, seed: 18, runs: 40, enumerate: 60 } as const;
/** A client, its requests and its answers take a while: all of it is `npm run explore:survive`. */
const few = { ...options, records: records.slice(0, 3), runs: 10, enumerate: 40 };
/** The process is gone, or an answer is lost, between the effect and the memory of it. */
const between: readonly FaultKind[] = ['crash', 'timeoutDuring', 'effectAnswerLost', 'effectPartlyFailed'];
const possible = faultKinds.filter(
  (kind) =>
    ![
      'missedByLatest',
      'redeploy',
      'freshProcess',
      'anyOrder',
      'interleave',
      'effectPartlyFailed',
      'semantics',
    ].includes(kind),
);

beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => clock.nowMs);
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('idempotent', () => {
  test('survives what it promises: every redelivery, lost answer and refused effect', async () => {
    const faults = possible.filter((kind) => !between.includes(kind));
    const found = await explore({ ...options, setup: payments, faults });

    expect(found.report).toContain('It survived');
  });

  test('fails where its page says that it cannot be exact: a crash between the effect and its completion', async () => {
    const { counterexample } = await explore({ ...options, setup: payments, faults: ['crash'] });

    expect(counterexample?.code).toBe('finalStateDiffers');
    expect(counterexample?.story).toContain('The process crashed when `ledger.add` (effect 1) was done');
    expect(counterexample?.story).toContain('`ledger.add` ran again for record 1.');
  });
});

describe('claim', () => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  let client: DynamoDBClient;
  let interception: Interception;

  beforeAll(() => {
    interception = interceptEffects({ standIns: standIns() });
    client = new DynamoDBClient({ region: 'eu-west-1', credentials, maxAttempts: 1 });
  });

  afterAll(() => {
    client.destroy();
    interception.restore();
  });

  test.each([mapping, lanes])('survives everything, crashes at every effect included (%#)', async (each) => {
    const found = await explore({ ...few, mapping: each, setup: () => claimedLedger(client) });

    expect(found.report).toContain('It survived');
    expect(found.exercised.crash.struck).toBeGreaterThan(0);
  });
});

describe('latestOnly', () => {
  test('survives everything with an effect that can be repeated', async () => {
    const found = await explore({ ...options, setup: () => latest('copy') });

    expect(found.report).toContain('It survived');
  });

  test('fails with a sum, for which its page says that it is the wrong tool', async () => {
    const { counterexample } = await explore({ ...options, setup: () => latest('sum'), faults: ['crash'] });

    expect(counterexample?.story).toContain('`ledger.add` ran again for record 1.');
  });
});
