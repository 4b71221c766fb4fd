import type { InvocationTime } from './invocationTime.ts';
import type { Logger, RecordLog } from './recordLog.ts';
import type { RecordScope } from './recordScope.ts';
import type { LambdaContext } from './streamEvent.ts';

/** The scope of one attempt; makes the signal and the logger only when they are asked for. */
export class AttemptScope implements RecordScope {
  readonly context: LambdaContext | undefined;
  readonly #time: InvocationTime;
  readonly #openLog: (index: number) => RecordLog;
  readonly #index: number;
  #log: RecordLog | undefined;
  #controller: AbortController | undefined;

  constructor(
    context: LambdaContext | undefined,
    time: InvocationTime,
    openLog: (index: number) => RecordLog,
    index: number,
  ) {
    this.context = context;
    this.#time = time;
    this.#openLog = openLog;
    this.#index = index;
  }

  get signal(): AbortSignal {
    return (this.#controller ??= new AbortController()).signal;
  }

  get logger(): Logger {
    return (this.#log ??= this.#openLog(this.#index)).logger;
  }

  /** Waits for what a handler started, at most until the record's time or the function's is over. */
  until<T>(work: PromiseLike<T>): Promise<T> {
    return this.#time.within(work, (reason) => this.#controller?.abort(reason));
  }

  /** Takes the keys of the record off the logger. */
  close(): void {
    this.#log?.close();
  }
}

/** Says whether a handler's answer has to be waited for. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';
}
