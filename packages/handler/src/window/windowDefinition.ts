import type { RecordOf, StandardSchema, StreamDefinition } from '@millrace/records';
import { isThenable } from '../call/attemptScope.ts';
import { check, checkNothingElse, checkObject, isMissingOrFunction } from '../options/check.ts';
import { HandlerOptionError } from '../options/handlerOptionError.ts';
import type { RecordScope } from '../call/recordScope.ts';
import type { Window } from './windowEvent.ts';

/** What a tumbling window computes. */
export interface WindowDefinition<S extends StreamDefinition, State> {
  /** Makes the state of a window without records: a new one each time. */
  readonly initial: () => State;
  /**
   * Adds one record to the state. Pure and synchronous: it may run again for the same record, and what it did to a
   * state before it threw is forgotten.
   */
  readonly reduce: (state: State, record: RecordOf<S>) => NoInfer<State>;
  /**
   * The one effect: puts the result of a window where it belongs. At least once for a window: when it fails or its
   * answer is lost, Lambda repeats the call (S55); `window.id` tells repeats apart.
   */
  readonly finish: (state: NoInfer<State>, window: Window, scope: RecordScope) => unknown;
  /**
   * How the state goes through JSON. A zod schema or codec, or any `{ decode, encode }`, when it holds a Map, Set,
   * Date or bigint; any other Standard Schema checks a state that is JSON already. Default: the state is JSON.
   */
  readonly state?: StateCodec<NoInfer<State>> | StandardSchema<unknown, NoInfer<State>>;
  /** Makes a state smaller; asked when it has grown over 80 % of the limit. */
  readonly compact?: (state: NoInfer<State>) => NoInfer<State>;
  /**
   * What to do with a state over 1 MB (1,048,576 bytes of JSON). `'terminateEarly'` (default) answers it: Lambda then
   * calls `finish` with `terminatedEarly` and begins the window again (S52). `'fail'` throws a `StateTooLargeError`, so
   * the batch is repeated, halved or discarded as the mapping says.
   */
  readonly whenTooLarge?: 'terminateEarly' | 'fail';
  /**
   * Whether records that were counted before are left out when they are delivered again. Default true: the highest
   * sequence number seen, which is in the state, tells them. False counts what is delivered, however often.
   */
  readonly ignoreRedelivered?: boolean;
}

/**
 * Nothing to add to the definition of a window, unless its state holds what JSON loses: a Map, a Set, a Date, a bigint or a function, up to
 * four levels deep. Then `state` has to say how it goes through JSON.
 */
export type CodecFor<State> =
  true extends LostInJson<State, [0, 0, 0, 0]>
    ? { readonly state: StateCodec<State> | StandardSchema<unknown, State> }
    : unknown;

type LostInJson<State, Levels extends readonly unknown[]> = 0 extends 1 & State
  ? false
  : State extends
        | bigint
        | symbol
        | Date
        | ReadonlyMap<unknown, unknown>
        | ReadonlySet<unknown>
        | ((...args: never) => unknown)
    ? true
    : Levels extends readonly [unknown, ...infer Deeper]
      ? State extends readonly (infer Member)[]
        ? LostInJson<Member, Deeper>
        : State extends object
          ? { [Name in keyof State]-?: LostInJson<State[Name], Deeper> }[keyof State]
          : false
      : false;

/** Turns a state into JSON and back, as `encode` and `decode` of a zod codec do. */
export interface StateCodec<State> {
  decode(json: unknown): State;
  encode(state: State): unknown;
}

/** Refuses a definition that makes no sense, when the handler is made. */
export function checkDefinition<S extends StreamDefinition, State>(definition: WindowDefinition<S, State>): void {
  checkObject({ definition });
  const {
    state,
    initial,
    reduce,
    finish,
    compact,
    whenTooLarge = 'fail',
    ignoreRedelivered = true,
    ...unknown
  } = definition;
  check({ initial, reduce, finish }, 'a function', (value) => typeof value === 'function');
  check({ compact }, 'a function', isMissingOrFunction);
  check({ ignoreRedelivered }, 'true or false', (given) => typeof given === 'boolean');
  checkNothingElse(unknown, 'initial, reduce, finish, state, compact, whenTooLarge or ignoreRedelivered');
  check(
    { state },
    'a Standard Schema or { decode, encode }',
    (given) => given === undefined || isCodec(given) || '~standard' in given,
  );
  check({ whenTooLarge }, 'terminateEarly or fail', (given) => /^(terminateEarly|fail)$/.test(given));
}

/** The state that a function of a definition answers with; refuses a promise of one, and none. */
export function stateFrom<State>(option: 'initial' | 'reduce' | 'compact', answer: State): State {
  const isPromise = isThenable(answer);
  if (answer !== undefined && !isPromise) return answer;
  if (isPromise) answer.then(undefined, () => {}); // It is refused here; nobody else would hear it fail.
  throw new HandlerOptionError(
    option,
    `a function that answers with ${isPromise ? 'a promise' : 'undefined'}`,
    'one that returns the state, at once; effects belong in finish',
  );
}

/** Says whether a state's schema can do both directions. */
export function isCodec<State>(state: object): state is StateCodec<State> {
  const { decode, encode } = state as Partial<StateCodec<State>>;
  return typeof decode === 'function' && typeof encode === 'function';
}
