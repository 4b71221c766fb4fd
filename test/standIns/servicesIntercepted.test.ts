import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Interception, interceptEffects } from '@millrace/effects';
import { standIns, type StandIns } from '@millrace/effects/stand-ins';
import { type EffectEvent, type EffectFault, simulate, type Trace } from '@millrace/simulator';
import { clientConfig } from './clientConfig.ts';
import { inserted } from './inserted.ts';
import { type ServiceCase, serviceCases } from './serviceCases.ts';

// As in a replay: clients that know of nothing, in a handler that is run by the simulator, with the request handlers that the SDK gives
// them, which is HTTP/2 for some.

type Via = Parameters<ServiceCase['send']>[0];
const via = clientConfig as unknown as Via;

let services: StandIns;
let interception: Interception;
beforeEach(() => {
  services = standIns();
  interception = interceptEffects({ standIns: services });
});
afterEach(() => interception.restore());

interface Ran {
  readonly answer: unknown;
  readonly error: unknown;
  readonly told: readonly string[];
  readonly trace: Trace;
}

/** What comes of one call in a handler, to the handler and in the trace. */
async function ran(send: ServiceCase['send'], fault?: EffectFault): Promise<Ran> {
  let answer: unknown;
  let error: unknown;
  const trace = await simulate({
    handler: async () => {
      try {
        answer = await send(via);
      } catch (reason) {
        error = reason;
      }
    },
    records: [inserted(1)],
    mapping: { StartingPosition: 'TRIM_HORIZON' },
    ...(fault && { faults: () => ({ effect: 1, fault }) }),
  });
  const effects = trace.events.filter((event): event is EffectEvent => event.type === 'effect');
  const told = effects.map(({ name, sequenceNumber, outcome }) => `${name} [${sequenceNumber}] ${outcome}`);
  return { answer, error, told, trace };
}

describe.each(serviceCases)('$name', ({ name, send, answer, state = {}, refusal, throttling, partly }) => {
  test('is answered, told and in the state', async () => {
    const done = await ran(send);

    expect(done.error).toBeUndefined();
    expect(done.answer).toMatchObject(answer);
    expect(done.told).toEqual([`${name} [101] done`]);
    expect(await services.state()).toEqual(state);
    expect(interception.refusals).toEqual([]);
  });

  test.each([
    ['refuse', 'refused', refusal],
    ['throttle', 'throttled', throttling],
  ] as const)('is told to %s', async (fault, outcome, errorName) => {
    const failed = await ran(send, fault);

    expect(failed.error).toMatchObject({ name: errorName });
    expect(failed.told).toEqual([`${name} [101] ${outcome}`]);
    expect(await services.state()).toEqual({});
  });

  test('gets no answer in time', async () => {
    const failed = await ran(send, 'timeout');

    // With the code that a socket gives; what the SDK makes of it is its own: over HTTP/2 nothing.
    expect(failed.error).toMatchObject({ code: 'ETIMEDOUT' });
    expect(failed.told).toEqual([`${name} [101] timedOut`]);
    expect(await services.state()).toEqual({});
  });

  test('is done, and its answer is lost', async () => {
    const failed = await ran(send, 'answerLost');

    expect(failed.error).toMatchObject({ code: 'ECONNRESET' });
    expect(failed.told).toEqual([`${name} [101] answerLost`]);
    expect(await services.state()).toEqual(state);
  });

  test('fails in part, or is throttled where it cannot', async () => {
    const done = await ran(partly?.send ?? send, 'partlyFail');

    if (partly === undefined) {
      expect(done.error).toMatchObject({ name: throttling });
      expect(done.told).toEqual([`${name} [101] throttled`]);
      return;
    }
    expect(done.error).toBeUndefined();
    expect(done.answer).toMatchObject(partly.answer);
    expect(done.told).toEqual([expect.stringMatching(/\[101\] partlyFailed$/)]);
    expect(await services.state()).toEqual(partly.state ?? {});
  });
});
