import { interceptEffects, watchingEnvironment } from '@millrace/effects';
import { standIns } from '@millrace/effects/stand-ins';
import {
  type Attempt,
  type Fault,
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
import { effectsHere } from '../running/effectsHere.ts';
import type { Asked } from './askedImage.ts';
import { endedBy } from './endedBy.ts';
import { exportedRecords } from './exportedRecords.ts';
import { overTheWire } from './overTheWire.ts';
import type { Probe } from './probe.ts';
import { starvedMs } from './starvedMs.ts';
import { watchedHandler } from './watchedHandler.ts';
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
    const facts = await runProbe(handler, task.runtime, probe, async () => ({
      state: await services.state(),
      steadyState: await effectsHere()?.held?.state(probe.records),
    }));
    post({ kind: 'facts', facts, unset: environment.unset() });
  };
}

async function runProbe(
  handler: LambdaHandler,
  runtime: RuntimeName | undefined,
  probe: Probe,
  states: () => Promise<Pick<ProbeFacts, 'state' | 'steadyState'>>,
): Promise<ProbeFacts> {
  const asked: Asked = {};
  const watched = watchedHandler(handler, probe.watchesEvent === true, probe.kind === 'asks' ? asked : undefined);
  const { thrown } = watched;
  let calledAtMs: number | undefined;
  const before = performance.eventLoopUtilization();
  const starvedBefore = starvedMs();
  try {
    const trace = await simulate({
      handler: watched.handler,
      runtime: runtimeOf(runtime, handler),
      records: structuredClone(probe.records),
      mapping: probe.mapping,
      seed: probe.seed,
      functionTimeoutMs: probe.functionTimeoutMs,
      realTimeoutMs: probe.realTimeoutMs,
      faults: (attempt) => {
        // A call that hung once hangs again, each time for as long; what a crash leaves behind does not hang.
        const isLong = calledAtMs !== undefined && performance.now() - calledAtMs >= probe.realTimeoutMs;
        if (isLong && watched.isUnsettled && probe.fault === undefined) watched.stop();
        calledAtMs = performance.now();
        return faultOf(probe, attempt);
      },
      maximumInvocations: 200,
    });
    const isCut = trace.warnings.some(({ code }) => code === 'realTimeout');
    const { idle } = performance.eventLoopUtilization(before);
    // It may have had all the time that the function has, beside the time for which it was kept waiting.
    const spareMs = Math.max(probe.realTimeoutMs / 4, probe.realTimeoutMs - probe.functionTimeoutMs);
    const isFree = idle >= probe.realTimeoutMs / 2 && starvedMs() - starvedBefore < spareMs;
    return plain({
      probe,
      calls: trace.invocations,
      effects: trace.events.filter((event) => event.type === 'effect'),
      repeated: repeatedEffects(trace).flatMap(({ all, again }) =>
        again.slice(0, 1).map(({ effect }) => ({ effect, times: all.length })),
      ),
      fates: recordFates(trace),
      ...(await states()),
      escapes: escapesIn(trace),
      isForgotten: trace.warnings.some(
        ({ code, message }) => code === 'neverAnswered' && message.startsWith('The promise'),
      ),
      thrown,
      ...(probe.kind === 'asks' && { asked }),
      ...((isCut || watched.isStopped) && { ranOut: isCut && isFree ? ('waiting' as const) : ('busy' as const) }),
      ...(watched.changes[0] !== undefined && { eventChange: watched.changes[0] }),
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

function faultOf(probe: Probe, attempt: Attempt): Fault | undefined {
  const { poison } = probe;
  if (poison === undefined) return attempt.index === 0 ? probe.fault : undefined;
  if (!attempt.sequenceNumbers.includes(poison.sequenceNumber)) return undefined;
  const order = poison.order.filter((number) => number === undefined || attempt.sequenceNumbers.includes(number));
  return { effect: order.indexOf(poison.sequenceNumber) + 1, fault: 'refuse' };
}

/** What can be sent. */
function plain(facts: ProbeFacts): ProbeFacts {
  return JSON.parse(JSON.stringify(facts)) as ProbeFacts;
}
