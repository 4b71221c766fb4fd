import type { Escape } from './heard.ts';
import { type AsyncHook, type CallStorage, nodeHost, type NodeHost } from './nodeHost.ts';
import { PendingWork } from './pendingWork.ts';
import { tapProcess } from './processTap.ts';

/** A call of a handler, as the process is watched for what belongs to it. */
export interface WatchedCall {
  /** Runs the handler: what it begins, now and later, belongs to this call. */
  run<Result>(code: () => Result): Result;
  /** Whether the handler has begun anything that can go on when it has returned: a promise, a timer, a request. */
  readonly hasBegun: boolean;
  /** Its process is gone: nobody waits for what it has left over. */
  gone(): void;
  /** Whether this promise, which it returned, is all that it has begun. */
  hasBegunOnly(returned: unknown): boolean;
}

interface Entry {
  readonly watch: CallWatch;
  readonly take: (escape: Escape) => void;
  hasBegun: boolean;
  isGone: boolean;
  /** Whether it has begun more than its first promise. */
  hasBegunMore: boolean;
  firstPromise: object | undefined;
}

/** A class, not a literal with an accessor: V8 makes a hidden class for each such literal, which keeps the call alive. */
class CallOfRun implements WatchedCall, Entry {
  readonly watch: CallWatch;
  readonly take: (escape: Escape) => void;
  hasBegun = false;
  isGone = false;
  hasBegunMore = false;
  firstPromise: object | undefined;
  readonly #process: Shared | undefined;

  constructor(process: Shared | undefined, watch: CallWatch, take: (escape: Escape) => void) {
    this.#process = process;
    this.watch = watch;
    this.take = take;
  }

  run<Result>(code: () => Result): Result {
    const process = this.#process;
    if (process === undefined) return code();
    const before = process.running;
    process.running = this;
    let returned: unknown;
    try {
      const result = process.calls.run(this, code);
      returned = result;
      return result;
    } finally {
      process.running = before;
      if (this.firstPromise !== undefined && this.firstPromise !== returned) this.watch.leftWork();
    }
  }

  hasBegunOnly(returned: unknown): boolean {
    return !this.hasBegunMore && this.firstPromise === returned && returned !== undefined;
  }

  gone(): void {
    this.isGone = true;
    this.#process?.work.letGo(this);
  }
}

/** What all runs of a process share: to watch it twice would cost twice. */
interface Shared {
  readonly host: NodeHost;
  readonly calls: CallStorage<Entry | undefined>;
  readonly work: PendingWork<Entry>;
  readonly watches: Set<CallWatch>;
  readonly begins: AsyncHook;
  untap: (() => void) | undefined;
  /** The call whose code runs right now, and has not returned yet. */
  running: Entry | undefined;
  /** Whose microtask was begun last: Node.js 20 and 22 do not say where one comes from that throws. */
  microtaskOf: Entry | undefined;
  ownTimers: number;
}

let shared: Shared | undefined;

/**
 * Watches the process of a run for what belongs to its calls: work that is left over, rejections and exceptions that
 * nobody handles, `process.exit`. Several may watch at once, each sees its own calls only, and none touches a listener.
 */
export class CallWatch {
  readonly #shared: Shared | undefined;
  /** Timers that were there before: a test runner's, which answer no handler. */
  #timersBefore = 0;
  #hasLeftWork = false;

  constructor() {
    const host = nodeHost();
    if (host !== undefined) shared ??= newShared(host);
    this.#shared = host === undefined ? undefined : shared;
  }

  /** Begins to watch; outside of Node.js there is nothing to watch. */
  start(): void {
    const process = this.#shared;
    if (process === undefined) return;
    this.#timersBefore = process.work.othersBusy().timers - process.ownTimers;
    if (process.watches.size === 0) {
      process.begins.enable();
      process.untap = tapProcess(process.host, (escape) => isTaken(process, escape));
    }
    process.watches.add(this);
  }

  stop(): void {
    const process = this.#shared;
    if (process === undefined || !process.watches.delete(this) || process.watches.size > 0) return;
    process.begins.disable();
    process.work.stop();
    process.untap?.();
    process.calls.disable();
    process.microtaskOf = undefined;
  }

  /** What calls have left over comes to its end, or goes on for longer than that many real milliseconds. */
  async drained(limitMs: number): Promise<void> {
    if (!this.#hasLeftWork) return;
    await new Promise<void>((resolve) => this.turn(resolve));
    for (
      let spentMs = 0, pauseMs = 1;
      spentMs < limitMs && this.isBusy(false);
      spentMs += pauseMs, pauseMs = Math.min(20, pauseMs + 1)
    ) {
      await new Promise<void>((resolve) => void this.later(pauseMs, true, resolve));
    }
  }

  /** A call of this run has begun something that may go on when it has returned. */
  leftWork(): void {
    this.#hasLeftWork = true;
  }

  /** A call that begins. `take` gets what escapes it, now and as long as the run is watched. */
  call(take: (escape: Escape) => void): WatchedCall {
    return new CallOfRun(this.#shared, this, take);
  }

  /** Later in this turn of the event loop, behind what is planned for it already. */
  turn(act: () => void): void {
    const process = this.#shared;
    if (process === undefined) void setTimeout(act, 0);
    else outside(process, () => void process.host.timers.setImmediate(act));
  }

  /** After real milliseconds. `keepsProcess`: so long the process does not end. Answers how to take it back. */
  later(ms: number, keepsProcess: boolean, act: () => void): () => void {
    const process = this.#shared;
    if (process === undefined) {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    }
    return outside(process, () => {
      let isOver = false;
      const over = (): void => {
        if (!isOver && keepsProcess) process.ownTimers--;
        isOver = true;
      };
      const timer = process.host.timers.setTimeout(() => {
        over();
        act();
      }, ms);
      if (keepsProcess) process.ownTimers++;
      else timer.unref();
      return () => {
        over();
        process.host.timers.clearTimeout(timer);
      };
    });
  }

  /** Whether work that was begun in calls of this run keeps the event loop busy. */
  isBusy(forGood = true): boolean {
    return this.#shared?.work.isBusy((entry) => entry.watch === this && !entry.isGone, forGood) ?? true;
  }

  /** Whether nothing is left that could still answer a call: no work of this run's calls, and none of others that is new. */
  isAtRest(): boolean {
    const process = this.#shared;
    if (process === undefined || this.isBusy()) return false;
    const { timers, isElse } = process.work.othersBusy();
    return !isElse && timers - process.ownTimers <= this.#timersBefore;
  }
}

function newShared(host: NodeHost): Shared {
  const calls = new host.hooks.AsyncLocalStorage<Entry | undefined>();
  const work = new PendingWork<Entry>(host);
  const process: Shared = {
    host,
    calls,
    work,
    watches: new Set(),
    begins: host.hooks.createHook({
      init(id, type, _trigger, resource) {
        const entry = process.running ?? (type === 'PROMISE' ? undefined : calls.getStore());
        if (entry === undefined) return;
        entry.hasBegun = true;
        if (type === 'PROMISE' && entry.firstPromise === undefined) entry.firstPromise = resource;
        else if (!entry.hasBegunMore) {
          entry.hasBegunMore = true;
          entry.watch.leftWork();
        }
        if (type === 'Microtask') rememberMicrotask(process, entry);
        else if (type !== 'PROMISE') work.begin(id, type, resource, entry);
      },
    }),
    untap: undefined,
    running: undefined,
    microtaskOf: undefined,
    ownTimers: 0,
  };
  return process;
}

/** A microtask runs before the event loop turns. */
function rememberMicrotask(process: Shared, entry: Entry): void {
  process.microtaskOf = entry;
  outside(process, () => process.host.timers.setImmediate(() => (process.microtaskOf = undefined)));
}

function isTaken(process: Shared, escape: Escape): boolean {
  const known = process.calls.getStore();
  const entry = known ?? (escape.kind === 'exception' ? process.microtaskOf : undefined);
  if (entry === undefined || !process.watches.has(entry.watch)) return false;
  entry.take(escape);
  return true;
}

/** Runs code of ours that a handler has called into: what it begins is not the handler's. */
function outside<Result>(process: Shared, code: () => Result): Result {
  if (process.running === undefined && process.calls.getStore() === undefined) return code();
  const before = process.running;
  process.running = undefined;
  try {
    return process.calls.run(undefined, code);
  } finally {
    process.running = before;
  }
}
