import { AsyncLocalStorage } from 'node:async_hooks';

/** Where a request was made, for those whose connection is made later and elsewhere. */
const places = new AsyncLocalStorage<{ readonly stack?: string }>();

/** Does something, and remembers who asked for it. */
export function withCaller<Result>(act: () => Result): Result {
  if (places.getStore() !== undefined) return act();
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  const place: { readonly stack?: string } = new Error('caller');
  Error.stackTraceLimit = limit;
  return places.run(place, act);
}

/** Nothing is intercepted any more, so nobody is asked for. */
export function forgetCallers(): void {
  places.disable();
}

/**
 * The line that asked for what is being done, as `handler (/app/src/handler.ts:12:5)`: the nearest that is neither Node's
 * nor a package's, else the nearest of a package; `undefined` where the stack knows neither.
 */
export function callerLine(here = stackHere()): string | undefined {
  const lines = [...linesOf(places.getStore()?.stack), ...linesOf(here)];
  return lines.find((line) => !line.includes('node_modules')) ?? lines[0];
}

/** The stack as it is now, deep enough to get out of the packages. */
export function stackHere(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  const { stack } = new Error('caller');
  Error.stackTraceLimit = limit;
  return stack ?? '';
}

function linesOf(stack: string | undefined): readonly string[] {
  return (stack ?? '').split('\n').flatMap((line) => {
    const place = /^\s+at (.+)$/.exec(line)?.[1];
    return place === undefined || isOurs.test(place) ? [] : [place];
  });
}

/** Node's own frames, and those of this package. */
const isOurs = /node:|\(native\)|<anonymous>\)?$|[\\/]effects[\\/](src|dist[\\/](esm|cjs))[\\/]/;
