import { describe, expect, test } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { runInThisContext } from 'node:vm';
import { checkSettled, type LambdaHandler } from '../src/index.ts';
import { records, run, toQueue, type StreamEvent } from './fixtures.ts';

const once = { ...toQueue, MaximumRetryAttempts: 0 };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const boom = (): never => {
  throw new Error('boom');
};

/** Given to `forEach` as many do: nobody awaits it. */
const throwsLater: () => unknown = async (): Promise<never> => boom();

/** The process itself: in a Jest test the global one is a copy. */
const realProcess = runInThisContext('process') as NodeJS.Process;
const listeners = () =>
  (['unhandledRejection', 'uncaughtException', 'exit', 'beforeExit'] as const).map((name) =>
    (realProcess as NodeJS.EventEmitter).listeners(name),
  );

const doors = (): unknown[] => [
  Reflect.get(realProcess, 'emit'),
  ...['exit', 'reallyExit', 'abort', 'kill'].flatMap((name) => [
    Reflect.get(realProcess, name),
    Reflect.get(process, name),
  ]),
];
const reallyExit = (code: number): unknown => Reflect.apply(Reflect.get(process, 'reallyExit'), process, [code]);

async function outcomesOf(handler: LambdaHandler, runtime: 'nodejs22.x' | 'nodejs24.x') {
  const { invocations } = await run({ handler, mapping: once, runtime });
  return invocations.map(({ outcome, error }) => [
    outcome,
    error?.errorType,
    error?.errorMessage.replace(/^RequestId: \S+ /, ''),
  ]);
}

describe('what escapes a call while Lambda waits for it is its function error', () => {
  test.each<[string, LambdaHandler]>([
    ['forEach of an async function', async (event: StreamEvent) => event.Records.forEach(throwsLater)],
    ['forEach, from a handler without async', (event: StreamEvent) => event.Records.forEach(throwsLater)],
    ['a timer that throws', async () => (setTimeout(boom, 1), pause(20))],
    ['an immediate that throws', () => void setImmediate(boom)],
    ['a tick that throws', () => process.nextTick(boom)],
    ['a microtask that throws', async () => (queueMicrotask(boom), pause(5))],
    [
      'an emitter that nobody listens to',
      async () => (setTimeout(() => new EventEmitter().emit('error', new Error('boom')), 1), pause(20)),
    ],
  ])('%s', async (_, handler) => {
    const [[outcome22, type22] = []] = await outcomesOf(handler, 'nodejs22.x');
    const [[outcome24, type24, message24] = []] = await outcomesOf(handler, 'nodejs24.x');

    expect([outcome22, outcome24]).toEqual(['functionError', 'functionError']);
    expect(['Runtime.UnhandledPromiseRejection', 'Error']).toContain(type22);
    expect([type24, message24]).toEqual(['Runtime.ExitError', 'Error: Runtime exited with error: exit status 1']);
  });

  test.each<[string, () => unknown, string]>([
    ['process.exit', () => process.exit(3), 'exit status 3'],
    ['process.reallyExit', () => reallyExit(3), 'exit status 3'],
    ['process.abort', () => process.abort(), 'signal: aborted'],
    ['process.kill of itself', () => process.kill(process.pid), 'signal: terminated'],
    ['process.kill of itself with a number', () => process.kill(process.pid, 9), 'signal: killed'],
    ['process.kill of its group', () => process.kill(0, 'SIGKILL'), 'signal: killed'],
  ])('%s, and nothing behind it runs', async (_, end, how) => {
    const effects: string[] = [];
    const handler = async (): Promise<void> => {
      end();
      effects.push('never');
    };

    const before = doors();
    for (const runtime of ['nodejs22.x', 'nodejs24.x'] as const) {
      expect(await outcomesOf(handler, runtime)).toEqual([
        ['functionError', 'Runtime.ExitError', `Error: Runtime exited with error: ${how}`],
      ]);
    }
    expect(effects).toEqual([]);
    expect(doors()).toEqual(before);
  });
});

test('a signal that somebody hears, and one for another process, end nothing', async () => {
  const heard: string[] = [];
  const hear = (): void => void heard.push('SIGUSR2');
  realProcess.on('SIGUSR2', hear);
  const handler = async (): Promise<void> => {
    process.kill(process.pid, 0);
    process.kill(process.pid, 'SIGUSR2');
    expect(() => process.kill(2 ** 22 + 1, 'SIGTERM')).toThrow('ESRCH');
    await pause(50);
  };

  const { invocations } = await run({ handler, mapping: once });
  realProcess.off('SIGUSR2', hear);

  expect(invocations.map(({ outcome }) => outcome)).toEqual(['success']);
  expect(heard).toEqual(['SIGUSR2']);
});

describe('what escapes a call that has been answered', () => {
  const late = async (): Promise<void> => void pause(80).then(boom);

  test('is told with the call that it came from, and the run is not good', async () => {
    const trace = await run({ handler: late, mapping: { ...once, BatchSize: 1 }, records: records(2) });

    expect(trace.invocations.map(({ outcome }) => outcome)).toEqual(['success', 'success']);
    const escaped = trace.events.filter(({ type }) => type === 'escaped');
    expect(escaped).toMatchObject([
      { index: 0, sequenceNumbers: [expect.stringMatching(/1$/)], escape: 'rejection' },
      { index: 1, sequenceNumbers: [expect.stringMatching(/2$/)], escape: 'rejection' },
    ]);
    expect(checkSettled(trace).map(({ code }) => code)).toEqual(['escaped', 'escaped']);
    expect(checkSettled(trace)[0]?.message).toContain(
      'had answered when a promise of it was rejected that nobody awaits',
    );
  });

  test('of two simulations at once is told in its own', async () => {
    const [bad, good] = await Promise.all([
      run({ handler: late, mapping: once }),
      run({ handler: () => pause(100), mapping: once }),
    ]);

    expect(checkSettled(bad).map(({ code }) => code)).toEqual(['escaped']);
    expect(checkSettled(good)).toEqual([]);
  });
});

test('a run leaves the process as it was: listeners, emit and exit', async () => {
  const before = [listeners(), doors()];

  await Promise.all([run({ handler: () => pause(5) }), run({ handler: boom, mapping: once })]);

  expect([listeners(), doors()]).toEqual(before);
});
