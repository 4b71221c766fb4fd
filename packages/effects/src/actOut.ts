import type { EffectFault } from '@millrace/simulator';
import { EffectError, type EffectErrorCode } from './observer/effectError.ts';
import type { Effect } from './observer/effect.ts';

/** The error that a fault is to whoever called: of a function or client that is wrapped, and of a connection that breaks. */
export function faultError(fault: Exclude<EffectFault, 'partlyFail'>, name: string): EffectError {
  const [code, what] = faultTexts[fault];
  return new EffectError(code, `${name} ${what}, as the fault '${fault}' asks for.`);
}

const faultTexts: Record<Exclude<EffectFault, 'partlyFail'>, readonly [EffectErrorCode, string]> = {
  refuse: ['EffectRefused', 'was refused'],
  throttle: ['EffectThrottled', 'was throttled'],
  timeout: ['EffectTimedOut', 'got no answer in time'],
  answerLost: ['EffectAnswerLost', 'was done, and its answer was lost'],
};

/** What an effect of which the handler never hears comes to: a promise that never settles. */
export function never<Result>(): Promise<Result> {
  return new Promise(() => undefined);
}

/**
 * Acts an effect out that answers by a promise: what becomes of it, becomes of it. `act` is given a fault that only who
 * performs it can show (`partlyFail`).
 */
export async function actOut<Result>(
  effect: Effect | 'gone',
  name: string,
  act: (fault: EffectFault | undefined) => Result | Promise<Result>,
  failsPartly: (result: Result) => boolean = () => false,
): Promise<Result> {
  if (effect === 'gone' || effect.fate === 'gone') return never();
  const { fate } = effect;
  const outcome = undone(fate);
  if (outcome !== undefined) {
    const error = faultError(fate as Exclude<EffectFault, 'partlyFail'>, name);
    const turn = effect.turn();
    if (turn !== undefined) await turn;
    if (!effect.end(outcome, error)) return never();
    throw error;
  }
  let result: Result;
  try {
    result = await effect.inside(() => act(fate === 'partlyFail' ? fate : undefined));
  } catch (error) {
    const turn = effect.turn();
    if (turn !== undefined) await turn;
    if (effect.end('failed', error)) throw error;
    return never();
  }
  const turn = effect.turn();
  if (turn !== undefined) await turn;
  if (fate === 'answerLost') {
    const error = faultError('answerLost', name);
    if (effect.end('answerLost', error)) throw error;
    return never();
  }
  const isPart = fate === 'partlyFail' && failsPartly(result);
  return effect.end(isPart ? 'partlyFailed' : 'done') ? result : never();
}

/** How an effect ended that was not done. */
export function undone(fate: Effect['fate']): 'refused' | 'throttled' | 'timedOut' | undefined {
  switch (fate) {
    case 'refuse':
      return 'refused';
    case 'throttle':
      return 'throttled';
    case 'timeout':
      return 'timedOut';
    default:
      return undefined;
  }
}
