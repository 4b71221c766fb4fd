import { describe, expect, test } from '@jest/globals';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { standIns } from '@millrace/effects/stand-ins';
import { inProcess } from './inProcess.ts';
import type { FaultOf } from './inProcess.ts';
import { serviceCases } from './serviceCases.ts';

describe.each(serviceCases)('$name', ({ name, send, answer, state = {}, refusal, throttling, partly }) => {
  test('is done, answered as its client wants it, and in the state', async () => {
    const services = standIns();

    expect(await send(inProcess(services))).toMatchObject(answer);
    expect(await services.state()).toEqual(state);
  });

  test('is described before it is done', async () => {
    const services = standIns();
    const names: unknown[] = [];

    await send(inProcess(services, (request) => void names.push(services.describe(request)?.name)));

    expect(names).toEqual([name]);
  });

  test('is refused with the error of the service, and not done', async () => {
    const services = standIns();

    await expect(send(inProcess(services, () => 'refuse'))).rejects.toMatchObject({ name: refusal });
    expect(await services.state()).toEqual({});
  });

  test('is throttled with the error of the service, and not done', async () => {
    const services = standIns();

    await expect(send(inProcess(services, () => 'throttle'))).rejects.toMatchObject({ name: throttling });
    expect(await services.state()).toEqual({});
  });

  test.each(['throttle', 'timeout', 'answerLost'] as const)('is done again by its client after %s', async (fault) => {
    const services = standIns();
    let calls = 0;
    const once: FaultOf = (_, number) => {
      calls = number;
      return number === 1 ? fault : undefined;
    };
    const via = { ...inProcess(services, once), retryStrategy: new ConfiguredRetryStrategy(2, 1) };

    // Some services answer a second time with an error, such as a schedule that is there already.
    await send(via).catch(() => expect(fault).toBe('answerLost'));

    expect(calls).toBe(2);
    if (fault !== 'answerLost') expect(await services.state()).toEqual(state);
  });

  test('is done when its answer is lost', async () => {
    const services = standIns();

    await expect(send(inProcess(services, () => 'answerLost'))).rejects.toThrow('socket hang up');
    expect(await services.state()).toEqual(state);
  });

  test('is not done when it times out', async () => {
    const services = standIns();

    await expect(send(inProcess(services, () => 'timeout'))).rejects.toThrow('timed out');
    expect(await services.state()).toEqual({});
  });

  if (partly !== undefined) {
    test('fails in part, and says which', async () => {
      const services = standIns();

      expect(await partly.send(inProcess(services, () => 'partlyFail'))).toMatchObject(partly.answer);
      expect(await services.state()).toEqual(partly.state ?? {});
    });
  }

  test('is forgotten by a reset', async () => {
    const services = standIns();
    await send(inProcess(services));

    await services.reset();

    expect(await services.state()).toEqual({});
  });
});
