import type { Logger } from './recordLogger.ts';
import type { RecordScope } from './recordScope.ts';
import type { LambdaContext } from './streamEvent.ts';

/** The scope of one attempt; makes the signal and the logger only when they are asked for. */
export class AttemptScope implements RecordScope {
  readonly context: LambdaContext | undefined;
  readonly #openLogger: () => Logger;
  #logger: Logger | undefined;
  #controller: AbortController | undefined;

  constructor(context: LambdaContext | undefined, openLogger: () => Logger) {
    this.context = context;
    this.#openLogger = openLogger;
  }

  get signal(): AbortSignal {
    return (this.#controller ??= new AbortController()).signal;
  }

  get logger(): Logger {
    return (this.#logger ??= this.#openLogger());
  }

  /** Aborts the signal, if somebody asked for it. */
  abort(reason: Error): void {
    this.#controller?.abort(reason);
  }
}

/** Says whether a handler's answer has to be waited for. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';
}
