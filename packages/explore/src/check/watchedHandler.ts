import { isErrorOfAnyRealm, isThenable, type LambdaHandler, reasonOf } from '@millrace/simulator';
import { type Asked, askedImage } from './askedImage.ts';
import { eventChange } from './eventChange.ts';

/** A handler that is looked at from outside: it behaves as before. */
export interface WatchedHandler {
  /** Three parameters stay three. */
  readonly handler: LambdaHandler;
  /** Stacks of what it threw. */
  readonly thrown: readonly string[];
  /** Where the event was changed first, as a path; one a call. */
  readonly changes: readonly string[];
  /** Whether the last call gave a promise that is not settled. */
  readonly isUnsettled: boolean;
  /** From now on it is not called any more, and each call fails at once. */
  stop(): void;
  readonly isStopped: boolean;
}

/** Keeps the stack of what is thrown, what becomes of the event where that is asked for, and in `asked` what its images are asked for. */
export function watchedHandler(handler: LambdaHandler, watchesEvent: boolean, asked?: Asked): WatchedHandler {
  const thrown: string[] = [];
  const changes: string[] = [];
  let isStopped = false;
  let unsettled: unknown;
  const failing = (error: unknown): never => {
    thrown.push(stackOf(error));
    throw error;
  };
  const call = (event: unknown, context: unknown, callback?: unknown): unknown => {
    if (isStopped) throw new Error('A call before this one did not come to its end.');
    const before: unknown = watchesEvent ? structuredClone(event) : undefined;
    const look = (): void => {
      const path = before === undefined ? undefined : eventChange(before, event);
      if (path !== undefined) changes.push(path);
    };
    if (asked !== undefined) askImages(event, asked);
    let answer: unknown;
    try {
      answer = handler(event, context, callback);
    } catch (error) {
      look();
      return failing(error);
    }
    if (!isThenable(answer)) {
      look();
      return answer;
    }
    const settled = answer.then(
      (value) => {
        if (unsettled === settled) unsettled = undefined;
        look();
        return value;
      },
      (error: unknown) => {
        if (unsettled === settled) unsettled = undefined;
        look();
        return failing(error);
      },
    );
    unsettled = settled;
    return settled;
  };
  return {
    handler:
      handler.length >= 3
        ? (event: unknown, context: unknown, callback: unknown) => call(event, context, callback)
        : (event: unknown, context: unknown) => call(event, context),
    thrown,
    changes,
    get isUnsettled() {
      return unsettled !== undefined;
    },
    stop() {
      isStopped = true;
    },
    get isStopped() {
      return isStopped;
    },
  };
}

/** In the event of this call alone. */
function askImages(event: unknown, asked: Asked): void {
  for (const record of Object(event).Records ?? []) {
    const change: Record<string, unknown> = Object(Object(record).dynamodb);
    for (const name of ['NewImage', 'OldImage']) {
      const image = change[name];
      if (typeof image === 'object' && image !== null) change[name] = askedImage(image, asked);
    }
  }
}

function stackOf(error: unknown): string {
  return isErrorOfAnyRealm(error) ? (error.stack ?? error.message) : reasonOf(error);
}
