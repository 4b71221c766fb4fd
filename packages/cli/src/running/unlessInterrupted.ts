import { once } from 'node:events';
import type { Guarded } from '../shell/guard.ts';
import { UsageError } from '../shell/usageError.ts';

/** What is loaded, unless Ctrl-C comes first: a module may wait, at its top, for as long as it likes. */
export async function unlessInterrupted<T>(what: Guarded, loading: Promise<T>, signal: AbortSignal): Promise<T> {
  const done = new AbortController();
  const interrupted = once(signal, 'abort', { signal: done.signal }).then(() => {
    throw new UsageError(
      `The ${what} was interrupted before it began: the handler, and what it imports, was still being loaded.`,
    );
  });
  try {
    return await Promise.race([loading, interrupted]);
  } finally {
    interrupted.catch(() => undefined);
    done.abort();
  }
}
