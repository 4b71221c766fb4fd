/** What the watch of calls needs of Node.js. */
export interface NodeHost {
  /** The process itself. In a Jest test the global `process` is a copy, whose listeners nobody calls. */
  readonly process: NodeJS.Process;
  /** The processes that a handler may see. */
  readonly seen: readonly NodeJS.Process[];
  /** The numbers of signals, by their names. */
  readonly signals: Readonly<Record<string, number>>;
  readonly hooks: Hooks;
  /** Timers that no test has replaced. */
  readonly timers: Timers;
}

/** What is used of `node:async_hooks`. */
export interface Hooks {
  readonly AsyncLocalStorage: new <Store>() => CallStorage<Store>;
  createHook(on: {
    init?(id: number, type: string, trigger: number, resource: object): void;
    destroy?(id: number): void;
  }): AsyncHook;
}

/** An `AsyncLocalStorage`. */
export interface CallStorage<Store> {
  run<Result>(store: Store, code: () => Result): Result;
  getStore(): Store | undefined;
  /** Until the next `run`: up to Node.js 22 each promise of the process costs more for each one that is not disabled. */
  disable(): void;
}

/** A hook that can be enabled and disabled. */
export interface AsyncHook {
  enable(): unknown;
  disable(): unknown;
}

/** What is used of `node:timers`. */
export interface Timers {
  setImmediate(act: () => void): unknown;
  setTimeout(act: () => void, ms: number): NodeJS.Timeout;
  clearTimeout(timer: NodeJS.Timeout): void;
}

let known: NodeHost | undefined;

/**
 * Node.js, asked for at run time: nothing of it is imported, so that what simulates runs elsewhere too, where calls are
 * then watched less. Undefined there.
 */
export function nodeHost(): NodeHost | undefined {
  return (known ??= askedHost());
}

function askedHost(): NodeHost | undefined {
  const own = Reflect.get(globalThis, 'process') as NodeJS.Process | undefined;
  if (typeof own?.getBuiltinModule !== 'function') return undefined;
  const itself = own.getBuiltinModule('node:vm').runInThisContext('process') as NodeJS.Process;
  const hooks = own.getBuiltinModule('node:async_hooks');
  const timers = own.getBuiltinModule('node:timers');
  const { signals } = own.getBuiltinModule('node:os').constants;
  return { process: itself, seen: [...new Set([itself, own])], signals, hooks, timers };
}
