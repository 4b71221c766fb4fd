import type { Logger } from './recordLogger.ts';
import type { RecordScope } from './recordScope.ts';
import type { LambdaContext } from './streamEvent.ts';

/** The scope of one attempt; makes the signal and the logger only when they are asked for. */
export class AttemptScope implements RecordScope {
  declare readonly context: LambdaContext | undefined;
  readonly #openLogger: (index: number) => Logger;
  readonly #index: number;
  #logger: Logger | undefined;
  #controller: AbortController | undefined;

  /** `openLogger` makes the logger of the record with `index`. */
  constructor(context: LambdaContext | undefined, openLogger: (index: number) => Logger, index = 0) {
    this.context = context;
    this.#openLogger = openLogger;
    this.#index = index;
  }

  get signal(): AbortSignal {
    return (this.#controller ??= new AbortController()).signal;
  }

  get logger(): Logger {
    return (this.#logger ??= this.#openLogger(this.#index));
  }

  /** Aborts the signal, also for who asks for it later. */
  abort(reason: Error): void {
    void this.signal;
    this.#controller?.abort(reason);
  }
}

/** Says whether a handler's answer has to be waited for. */
export function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as Partial<PromiseLike<T>> | null | undefined)?.then === 'function';
}
