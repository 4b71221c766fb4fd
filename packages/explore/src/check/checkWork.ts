import { interceptEffects, watchingEnvironment } from '@millrace/effects';
import { standIns } from '@millrace/effects/stand-ins';
import {
  type Attempt,
  type Fault,
  isErrorOfAnyRealm,
  type LambdaHandler,
  reasonOf,
  recordFates,
  repeatedEffects,
  simulate,
} from '@millrace/simulator';
import { loadHandler } from '@millrace/simulator/node';
import { eventChange } from './eventChange.ts';
import type { Probe } from './probe.ts';
import type { CheckMessage, CheckTask, ProbeFacts } from './probeFacts.ts';

/** What lives in the child process: loads the handler under interception, then runs the probes that it is sent. */
export async function checkWork(
  task: CheckTask,
  post: (message: CheckMessage) => void,
): Promise<(probe: Probe) => Promise<void>> {
  Object.assign(process.env, task.env);
  const services = standIns();
  interceptEffects({ standIns: services });
  const environment = watchingEnvironment();
  const unhandled: string[] = [];
  process.on('unhandledRejection', (reason) => unhandled.push(stackOf(reason)));
  process.on('uncaughtException', (error) => unhandled.push(stackOf(error)));
  // The runtime client of Lambda takes an exit for a failed call; here it ends the probe.
  const handler = await loadHandler(task.handler).catch((error: unknown) => {
    post({
      kind: 'notLoaded',
      error: reasonOf(error),
      unset: environment.unset(),
    });
  });
  if (handler === undefined) return async () => undefined;
  post({ kind: 'ready' });
  return async (probe) => {
    await services.reset();
    unhandled.length = 0;
    const facts = await runProbe(handler, probe, unhandled, () => services.state());
    post({ kind: 'facts', facts, unset: environment.unset() });
  };
}

async function runProbe(
  handler: LambdaHandler,
  probe: Probe,
  unhandled: readonly string[],
  state: () => Promise<unknown>,
): Promise<ProbeFacts> {
  const thrown: string[] = [];
  const changes: { path: string; stack?: string }[] = [];
  const watched = watchedHandler(handler, probe, thrown, changes);
  try {
    const trace = await simulate({
      handler: watched,
      records: structuredClone(probe.records),
      mapping: probe.mapping,
      seed: probe.seed,
      functionTimeoutMs: probe.functionTimeoutMs,
      realTimeoutMs: probe.realTimeoutMs,
      faults: (attempt) => faultOf(probe, attempt),
      maximumInvocations: 200,
    });
    // A rejection is heard of one turn later.
    await new Promise((resolve) => setTimeout(resolve, 5));
    return plain({
      probe,
      calls: trace.invocations,
      effects: trace.events.filter((event) => event.type === 'effect'),
      repeated: repeatedEffects(trace).flatMap(({ all, again }) =>
        again.slice(0, 1).map(({ effect }) => ({ effect, times: all.length })),
      ),
      fates: recordFates(trace),
      state: await state(),
      unhandled: [...unhandled],
      thrown,
      ...(changes[0] !== undefined && { eventChange: changes[0] }),
    });
  } catch (error) {
    return plain({
      probe,
      calls: [],
      effects: [],
      repeated: [],
      fates: [],
      state: undefined,
      unhandled: [...unhandled],
      thrown,
      died: reasonOf(error),
    });
  }
}

/** Keeps the stack of what is thrown, and what becomes of the event where that is asked for; three parameters stay three. */
function watchedHandler(
  handler: LambdaHandler,
  probe: Probe,
  thrown: string[],
  changes: { path: string; stack?: string }[],
): LambdaHandler {
  const failing = (error: unknown): never => {
    thrown.push(stackOf(error));
    throw error;
  };
  const call = (event: unknown, context: unknown, callback?: unknown): unknown => {
    const before: unknown = probe.watchesEvent === true ? structuredClone(event) : undefined;
    const look = (): void => {
      const path = before === undefined ? undefined : eventChange(before, event);
      if (path !== undefined) changes.push({ path });
    };
    let answer: unknown;
    try {
      answer = handler(event, context, callback);
    } catch (error) {
      look();
      return failing(error);
    }
    if (!isPromise(answer)) {
      look();
      return answer;
    }
    return answer.then(
      (value) => {
        look();
        return value;
      },
      (error: unknown) => {
        look();
        return failing(error);
      },
    );
  };
  return handler.length >= 3
    ? (event: unknown, context: unknown, callback: unknown) => call(event, context, callback)
    : (event: unknown, context: unknown) => call(event, context);
}

function faultOf(probe: Probe, attempt: Attempt): Fault | undefined {
  const { poison } = probe;
  if (poison === undefined) return attempt.index === 0 ? probe.fault : undefined;
  if (!attempt.sequenceNumbers.includes(poison.sequenceNumber)) return undefined;
  const order = poison.order.filter((number) => number === undefined || attempt.sequenceNumbers.includes(number));
  return { effect: order.indexOf(poison.sequenceNumber) + 1, fault: 'refuse' };
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function stackOf(error: unknown): string {
  return isErrorOfAnyRealm(error) ? (error.stack ?? error.message) : reasonOf(error);
}

/** What can be sent. */
function plain(facts: ProbeFacts): ProbeFacts {
  return JSON.parse(JSON.stringify(facts)) as ProbeFacts;
}
