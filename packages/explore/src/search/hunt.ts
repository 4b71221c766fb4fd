import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { ExploreError } from './exploreError.ts';
import type { HuntFailure, HuntMessage, HuntTask } from './huntTask.ts';
import type { HuntShift } from './huntWork.ts';
import { ownProgram } from './ownProgram.ts';
import { keepFailure } from './savedFailure.ts';

/** What is hunted for, and how long. */
export interface HuntOptions extends HuntTask {
  readonly forMs: number;
  /** How many threads; default one for each core. */
  readonly workers?: number;
  readonly seed?: number;
  /** Told every so many runs. */
  readonly onProgress?: (progress: { readonly runs: number; readonly failures: number }) => void;
  /** Ends the hunt; what was found so far is the answer. */
  readonly signal?: AbortSignal;
  /** A file that keeps the first failure: it is tried first the next time, by `explore` too, until it is mended. */
  readonly save?: string;
}

/** What a hunt found. */
export interface Hunt {
  /** There were runs, none failed, and all that was asked for has happened. */
  readonly ok: boolean;
  readonly runs: number;
  /** What was asked for and never happened, in sentences. */
  readonly neverHappened: readonly string[];
  /** One for each kind of failure. */
  readonly failures: readonly HuntFailure[];
  readonly seed: number;
  readonly ms: number;
  readonly isInterrupted: boolean;
  /** Whether nothing of what the handler does was seen, as far as threads came to tell of it. */
  readonly isBlind: boolean;
  /** Why the first failure could not be kept in the file of `save`. */
  readonly notSaved?: string;
}

/**
 * Explores on all cores until the time is up or every thread has found a failure. What is explored is named by a file,
 * as functions do not travel to another thread: `exploration` is `file#export` of a function that answers with the
 * options of `explore`.
 *
 * @example
 * const { ok, failures } = await hunt({ exploration: 'test/ledger.ts#exploration', forMs: 60_000 });
 */
export async function hunt(options: HuntOptions): Promise<Hunt> {
  const {
    forMs,
    workers = availableParallelism(),
    seed = Date.now() % 1_000_000,
    onProgress,
    signal,
    save,
    ...task
  } = options;
  if (!(forMs > 0)) throw new ExploreError('InvalidOption', `\`forMs\` is ${forMs}, expected milliseconds above 0.`);
  const begunAtMs = Date.now();
  const runs = new Map<number, number>();
  const failures = new Map<string, HuntFailure>();
  const never = new Map<number, readonly string[]>();
  const blind = new Set<boolean>();
  const total = (): number => [...runs.values()].reduce((sum, count) => sum + count, 0);
  const threads = Array.from({ length: workers }, (_, worker) => {
    const saved = save !== undefined && worker === 0 ? { save } : {};
    const shift: HuntShift = { task: plainTask(task), worker, workers, seed, forMs, ...saved };
    return { worker, thread: startThread(shift) };
  });
  const stop = (): void => {
    for (const { thread } of threads) void thread.terminate();
  };
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    await Promise.all(
      threads.map(({ worker, thread }) =>
        listen(thread, (message) => {
          if (message.kind === 'error') throw new ExploreError('InvalidOption', message.message);
          runs.set(worker, message.runs);
          if (message.kind === 'runs' && message.isBlind !== undefined) blind.add(message.isBlind);
          if (message.kind === 'runs' && message.neverHappened) never.set(worker, message.neverHappened);
          if (message.kind === 'failure' && !failures.has(message.failure.code)) {
            failures.set(message.failure.code, message.failure);
          }
          onProgress?.({ runs: total(), failures: failures.size });
        }),
      ),
    );
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
  const [first] = failures.values();
  const notSaved = first !== undefined && save !== undefined ? keepFailure(save, first) : undefined;
  const isInterrupted = signal?.aborted ?? false;
  const [told = [], ...others] = never.values();
  const neverHappened = isInterrupted ? [] : told.filter((one) => others.every((other) => other.includes(one)));
  return {
    ok: failures.size === 0 && total() > 0 && neverHappened.length === 0,
    runs: total(),
    neverHappened,
    failures: [...failures.values()],
    seed,
    ms: Date.now() - begunAtMs,
    isInterrupted,
    isBlind: blind.has(true) && !blind.has(false),
    ...(notSaved !== undefined && { notSaved }),
  };
}

/** Only what can be sent. */
function plainTask(task: HuntTask): HuntTask {
  return JSON.parse(JSON.stringify(task)) as HuntTask;
}

/** Until the thread ends; an error of the listener ends it. */
function listen(thread: Worker, hear: (message: HuntMessage) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    thread.on('message', (message: HuntMessage) => {
      try {
        hear(message);
      } catch (error) {
        reject(error);
      }
    });
    thread.once('error', reject);
    thread.once('exit', () => resolve());
  });
}

function startThread(shift: HuntShift): Worker {
  const { file, tsx } = ownProgram('huntWork');
  const execArgv = tsx !== undefined ? ['--conditions=@millrace/source'] : [];
  const thread = new Worker(bootstrap, {
    eval: true,
    execArgv,
    workerData: { shift, file, tsx },
    stdout: true,
    stderr: true,
  });
  // Logs; errors of ours come as messages.
  thread.stdout.resume();
  thread.stderr.resume();
  return thread;
}

/** Told of in the place of a file, so that the same text starts both builds. */
const bootstrap = `
const { parentPort, workerData } = require('node:worker_threads');
const post = (message) => parentPort.postMessage(message);
(async () => {
  if (workerData.tsx !== undefined) (await import(workerData.tsx)).register();
  const { huntWork } = await import(workerData.file);
  await huntWork(workerData.shift, post);
})().catch((error) => post({ kind: 'error', message: String((error && error.message) || error) })).finally(() => process.exit());
`;
