import { lendingDescriptors } from '@millrace/simulator/node';
import { explore } from './explore.ts';
import { huntOptions } from './huntOptions.ts';
import type { HuntInterception, HuntMessage, HuntTask } from './huntTask.ts';

/** What a worker is given. */
export interface HuntShift {
  readonly task: HuntTask;
  readonly worker: number;
  readonly workers: number;
  readonly seed: number;
  readonly forMs: number;
  /** The file of the failure that is tried first; for the first worker alone. */
  readonly save?: string;
}

/** For as long as the thread lives. Loaded only here: where nothing is intercepted, nothing of it is. */
async function interceptFor({ tables = [], ...allowed }: HuntInterception): Promise<void> {
  const [{ interceptEffects }, { standIns }] = await Promise.all([
    import('@millrace/effects'),
    import('@millrace/effects/stand-ins'),
  ]);
  interceptEffects({ standIns: standIns({ tables }), ...allowed, givesWay: true });
}

const roundRuns = 200;

/** Node.js takes a longer time for none. */
const longestSignalMs = 2 ** 31 - 1;

/**
 * Explores with one seed after the other until the time is up, or a failure is found. The first round of the first
 * worker tries what was saved, then enumerates; each round is told of.
 */
export async function huntWork(shift: HuntShift, post: (message: HuntMessage) => void): Promise<void> {
  const { task, worker, workers, seed: first, forMs, save } = shift;
  const { intercept = {}, environment = {} } = task;
  Object.assign(process.env, environment);
  // What is logged in thousands of runs is for nobody.
  lendingDescriptors(() => undefined, true);
  if (intercept !== false) await interceptFor(intercept);
  const options = await huntOptions(task);
  // What it takes to load all that is no time to explore in.
  const endsAtMs = Date.now() + forMs;
  let before = 0;
  let neverHappened: readonly string[] | undefined;
  for (let round = 0; Date.now() < endsAtMs; round++) {
    const seed = first + worker + round * workers;
    const enumerate = worker === 0 && round === 0 ? 5000 : 0;
    const done = before;
    const onRun = (runs: number): void => {
      if (runs % 50 === 0) post({ kind: 'runs', runs: done + runs });
    };
    const saved = save !== undefined && round === 0 ? { save } : {};
    const signal = AbortSignal.timeout(Math.min(longestSignalMs, Math.max(1, endsAtMs - Date.now())));
    const found = await explore({ runs: roundRuns, ...options, seed, enumerate, signal, onRun, ...saved });
    before += found.runs;
    const { counterexample, path, report } = found;
    if (counterexample !== undefined) {
      const { code, story, faults, records } = counterexample;
      post({ kind: 'failure', runs: before, failure: { code, story, report, seed, path, faults, records } });
      return;
    }
    neverHappened = found.neverHappened.filter((one) => neverHappened?.includes(one) ?? true);
    post({ kind: 'runs', runs: before, neverHappened, isBlind: found.isBlind });
  }
}
