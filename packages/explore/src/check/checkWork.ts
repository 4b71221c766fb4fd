import { interceptEffects, watchingEnvironment } from '@millrace/effects';
import { standIns } from '@millrace/effects/stand-ins';
import {
  type Attempt,
  type Fault,
  isErrorOfAnyRealm,
  isThenable,
  type LambdaHandler,
  reasonOf,
  recordFates,
  repeatedEffects,
  type RuntimeName,
  runtimeOf,
  simulate,
  type Trace,
} from '@millrace/simulator';
import { loadHandler } from '@millrace/simulator/node';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { endedBy } from './endedBy.ts';
import { eventChange } from './eventChange.ts';
import { exportedRecords } from './exportedRecords.ts';
import { overTheWire } from './overTheWire.ts';
import type { Probe } from './probe.ts';
import type { CheckMessage, CheckTask, Escaped, ProbeFacts } from './probeFacts.ts';

/** What lives in the child process: loads the handler under interception, then runs the probes that it is sent. */
export async function checkWork(
  task: CheckTask,
  post: (message: CheckMessage) => void,
  importFile: (url: string) => Promise<Readonly<Record<string, unknown>>>,
): Promise<(probe: Probe) => Promise<void>> {
  Object.assign(process.env, task.env);
  const services = standIns();
  const wire = overTheWire(services);
  interceptEffects({ standIns: wire });
  // Node.js loads its `fetch` when it is first called: not in a call of the handler.
  await fetch('https://localhost/', { method: 'POST', body: '' }).catch(() => undefined);
  const environment = watchingEnvironment();
  // What escapes a call is in its trace; what comes when the run is over, and at load, is nothing that a probe is about.
  process.on('unhandledRejection', () => undefined);
  process.on('uncaughtException', () => undefined);
  const handler = await loadHandler(task.handler).catch((error: unknown) => {
    post({
      kind: 'notLoaded',
      error: reasonOf(error),
      unset: environment.unset(),
    });
  });
  if (handler === undefined) return async () => undefined;
  post({
    kind: 'ready',
    records: exportedRecords(
      await importFile(pathToFileURL(resolve(task.handler.replace(/#[^#/\\]*$/u, ''))).href).catch(() => ({})),
    ),
  });
  return async (probe) => {
    await services.reset();
    wire.begin(probe.slow);
    const facts = await runProbe(handler, task.runtime, probe, () => services.state());
    post({ kind: 'facts', facts, unset: environment.unset() });
  };
}

async function runProbe(
  handler: LambdaHandler,
  runtime: RuntimeName | undefined,
  probe: Probe,
  state: () => Promise<unknown>,
): Promise<ProbeFacts> {
  const thrown: string[] = [];
  const changes: { path: string; stack?: string }[] = [];
  const watched = watchedHandler(handler, probe, thrown, changes);
  const before = performance.eventLoopUtilization();
  try {
    const trace = await simulate({
      handler: watched,
      runtime: runtimeOf(runtime, handler),
      records: structuredClone(probe.records),
      mapping: probe.mapping,
      seed: probe.seed,
      functionTimeoutMs: probe.functionTimeoutMs,
      realTimeoutMs: probe.realTimeoutMs,
      faults: (attempt) => faultOf(probe, attempt),
      maximumInvocations: 200,
    });
    const ranOut = trace.warnings.some(({ code }) => code === 'realTimeout');
    const { idle } = performance.eventLoopUtilization(before);
    return plain({
      probe,
      calls: trace.invocations,
      effects: trace.events.filter((event) => event.type === 'effect'),
      repeated: repeatedEffects(trace).flatMap(({ all, again }) =>
        again.slice(0, 1).map(({ effect }) => ({ effect, times: all.length })),
      ),
      fates: recordFates(trace),
      state: await state(),
      escapes: escapesIn(trace),
      isForgotten: trace.warnings.some(
        ({ code, message }) => code === 'neverAnswered' && message.startsWith('The promise'),
      ),
      thrown,
      ...(ranOut && { ranOut: idle >= probe.realTimeoutMs / 2 ? ('waiting' as const) : ('busy' as const) }),
      ...(changes[0] !== undefined && { eventChange: changes[0] }),
    });
  } catch (error) {
    return plain(endedBy(probe, reasonOf(error), thrown));
  }
}

/** What fails a call is warned of; what comes behind its answer is an event of its own. */
function escapesIn({ events, warnings }: Trace): readonly Escaped[] {
  const heard = warnings.flatMap(({ code, message }) =>
    code === 'escaped' ? [{ kind: kindIn(message), message: /\((.*)\)/.exec(message)?.[1] ?? '' }] : [],
  );
  const late = events.flatMap((event) =>
    event.type === 'escaped'
      ? [{ kind: event.escape, message: `${event.thrown.errorType}: ${event.thrown.errorMessage}` }]
      : [],
  );
  return [...heard, ...late];
}

function kindIn(message: string): Escaped['kind'] {
  if (message.startsWith('A promise')) return 'rejection';
  return message.startsWith('The handler called') ? 'exit' : 'exception';
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
    if (!isThenable(answer)) {
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

function stackOf(error: unknown): string {
  return isErrorOfAnyRealm(error) ? (error.stack ?? error.message) : reasonOf(error);
}

/** What can be sent. */
function plain(facts: ProbeFacts): ProbeFacts {
  return JSON.parse(JSON.stringify(facts)) as ProbeFacts;
}
