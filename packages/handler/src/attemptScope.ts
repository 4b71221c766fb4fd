import { type InvocationTime, RecordTimeoutError } from './invocationTime.ts';
import type { Logger, RecordLog } from './recordLog.ts';
import type { RecordScope } from './recordScope.ts';
import type { LambdaContext } from './streamEvent.ts';

/** The scope of one attempt; makes the signal and the logger only when they are asked for. */
export class AttemptScope implements RecordScope {
  readonly context: LambdaContext | undefined;
  readonly #time: InvocationTime;
  readonly #openLog: () => RecordLog;
  readonly #startMs: number;
  #log: RecordLog | undefined;
  #controller: AbortController | undefined;

  constructor(context: LambdaContext | undefined, time: InvocationTime, openLog: () => RecordLog) {
    this.context = context;
    this.#time = time;
    this.#openLog = openLog;
    this.#startMs = time.remainingMs();
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  get logger(): Logger {
    this.#log ??= this.#openLog();
    return this.#log.logger;
  }

  /** Waits for what a handler started, at most until the record's time or the function's is over. */
  async until<T>(work: PromiseLike<T>): Promise<T> {
    const limitMs = this.#time.recordTimeoutMs;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let forget: (() => void) | undefined;
    const cut = new Promise<never>((_resolve, reject) => {
      const end = (reason: Error): void => {
        this.#controller?.abort(reason);
        reject(reason);
      };
      if (limitMs !== undefined) timer = setTimeout(() => end(new RecordTimeoutError(limitMs)), limitMs);
      forget = this.#time.onDeadline(end);
    });
    try {
      return await Promise.race([work, cut]);
    } finally {
      clearTimeout(timer);
      forget?.();
    }
  }

  /** Notes how long the attempt took and takes the keys of the record off the logger. */
  close(): void {
    this.#time.note(this.#startMs);
    this.#log?.close();
  }
}

/** Says whether a handler's answer has to be waited for. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';
}
