import { type EffectOutcome, isThenable } from '@millrace/simulator';
import { faultError, never, undone } from './actOut.ts';
import { EffectError } from './observer/effectError.ts';
import type { Effect } from './observer/effect.ts';
import { theObserver } from './observer/theObserver.ts';

/** How a function that is wrapped is told of. */
export interface WrapOptions<Arguments extends unknown[]> {
  /** Whether it changes something; default `write`. What is only read can be repeated. */
  readonly kind?: 'read' | 'write';
  /** What makes two calls the same; default: all arguments, without uuids, clocks and request ids. */
  readonly key?: (...given: Arguments) => string;
}

/**
 * The same function, whose calls are effects: a run of the simulator tells of each, by this name. Outside of an invocation
 * it is the function as it was. A fault of an effect is an {@link EffectError} that it throws.
 *
 * @param name what it is called in traces, such as `email`
 */
export function wrap<Arguments extends unknown[], Result>(
  name: string,
  perform: (...given: Arguments) => Result,
  options: WrapOptions<Arguments> = {},
): (...given: Arguments) => Result {
  if (typeof name !== 'string' || name === '' || typeof perform !== 'function') {
    throw new EffectError(
      'EffectMisused',
      `effects.wrap got ${typeof name === 'string' ? JSON.stringify(name) : typeof name} and ${typeof perform}, expected a name and a function: effects.wrap('email', sendEmail).`,
    );
  }
  const { kind = 'write', key } = options;
  const observer = theObserver();
  // Before it was called nobody knows whether it answers by a promise.
  let isAsync = true;
  const wrapped = function (this: unknown, ...given: Arguments): Result {
    const act = (): Result => perform.apply(this, given);
    const effect = observer.begin(() =>
      key === undefined ? { name, kind, call: given } : { name, kind, call: given, key: key(...given) },
    );
    if (effect === undefined) return act();
    if (effect === 'gone' || effect.fate === 'gone') return goneResult(isAsync) as Result;
    const outcome = undone(effect.fate);
    if (outcome !== undefined) {
      const error = faultError(effect.fate as 'refuse', name);
      const turn = isAsync ? effect.turn() : undefined;
      if (turn !== undefined) return turn.then(() => failed(effect, outcome, error)) as Result;
      effect.end(outcome, error);
      if (isAsync) return Promise.reject(error) as Result;
      throw error;
    }
    let result: Result;
    try {
      result = effect.inside(act);
    } catch (error) {
      if (effect.end('failed', error)) throw error;
      return goneResult(false) as Result;
    }
    isAsync = isThenable(result);
    return isThenable(result) ? (settled(effect, name, result) as Result) : ended(effect, name, result);
  };
  Object.defineProperty(wrapped, 'name', { value: perform.name });
  Object.defineProperty(wrapped, 'length', { value: perform.length });
  return wrapped;
}

function settled(effect: Effect, name: string, result: PromiseLike<unknown>): PromiseLike<unknown> {
  const heard = (value: unknown): unknown => {
    const error = effect.fate === 'answerLost' ? faultError('answerLost', name) : undefined;
    if (!effect.end(error === undefined ? 'done' : 'answerLost', error)) return never();
    if (error !== undefined) throw error;
    return value;
  };
  return result.then(
    (value) => {
      const turn = effect.turn();
      return turn === undefined ? heard(value) : turn.then(() => heard(value));
    },
    (reason: unknown) => {
      const turn = effect.turn();
      return turn === undefined ? failed(effect, 'failed', reason) : turn.then(() => failed(effect, 'failed', reason));
    },
  );
}

/** It went wrong, and whoever waits for it hears so. */
function failed(effect: Effect, outcome: EffectOutcome, reason: unknown): Promise<never> {
  if (effect.end(outcome, reason)) throw reason;
  return never();
}

function ended<Result>(effect: Effect, name: string, result: Result): Result {
  if (effect.fate === 'answerLost') {
    const error = faultError('answerLost', name);
    effect.end('answerLost', error);
    throw error;
  }
  return effect.end('done') ? result : (goneResult(false) as Result);
}

/** Where the process is gone: what answers at once can only be stopped by an error. */
function goneResult(isAsync: boolean): Promise<never> {
  if (isAsync) return never();
  throw new EffectError('EffectAnswerLost', 'The process is gone, as the crash point asks for.');
}
