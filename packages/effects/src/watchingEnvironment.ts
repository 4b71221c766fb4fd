import { EffectError } from './observer/effectError.ts';

/** A variable of the environment that was asked for and is not set. */
export interface UnsetVariable {
  readonly name: string;
  /** Where it was asked for first, as `load (/app/src/handler.ts:3:20)`. */
  readonly caller: string;
}

/** What watches the environment. */
export interface WatchedEnvironment {
  /** What was asked for and is not set, in the order in which it was asked for. Packages' own questions are left out. */
  readonly unset: () => readonly UnsetVariable[];
  /** Puts the environment of the process back. */
  restore(): void;
}

let isWatching = false;

/**
 * From now on notes which variables of the environment are asked for and not set: a handler that reads `process.env.TABLE`
 * without one mostly goes on with `undefined`. Questions of packages (`node_modules`) and of Node are not noted.
 */
export function watchingEnvironment(): WatchedEnvironment {
  if (isWatching) throw new EffectError('EffectMisused', 'The environment is watched already. Call restore() first.');
  const { env } = process;
  const unset = new Map<string, UnsetVariable>();
  const note = (name: string | symbol): void => {
    if (typeof name !== 'string' || unset.has(name) || name in env) return;
    const caller = nearestCaller();
    if (caller !== undefined) unset.set(name, { name, caller });
  };
  process.env = new Proxy(env, {
    get: (target, name) => {
      note(name);
      return Reflect.get(target, name) as unknown;
    },
    // On the environment itself: through the proxy, Node refuses a variable that is set already.
    set: (target, name, value) => Reflect.set(target, name, value),
    has: (target, name) => {
      note(name);
      return Reflect.has(target, name);
    },
  });
  isWatching = true;
  return {
    unset: () => [...unset.values()].filter(({ name }) => !(name in env)),
    restore: () => {
      if (!isWatching) return;
      isWatching = false;
      process.env = env;
    },
  };
}

/** The frame that asked, unless it is Node's or a package's. */
function nearestCaller(): string | undefined {
  const frames = (new Error('caller').stack ?? '').split('\n').slice(1);
  const own = frames.findIndex((frame) => /watchingEnvironment\.[jt]s/.test(frame));
  const asking = frames.slice(own).find((frame) => !/watchingEnvironment\.[jt]s|Proxy|Reflect\./.test(frame));
  const place = asking?.trim().replace(/^at /, '');
  return place === undefined || /node_modules|node:/.test(place) ? undefined : place;
}
