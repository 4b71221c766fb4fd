import { once } from 'node:events';
import type { Terminal } from './terminal.ts';

/** The terminal of this process: standard output and error, and Ctrl-C as its signal. */
export function processTerminal(): Terminal {
  const end = new AbortController();
  let listens = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough closes the pipe (`| head`): no more output, and no failure.
    if (error.code !== 'EPIPE') throw error;
    end.abort();
  });
  // Kept from before a replay lends standard output's place to standard error.
  const write = process.stdout.write.bind(process.stdout);
  return {
    async out(text) {
      if (end.signal.aborted && process.stdout.destroyed) return;
      if (write(text)) return;
      await once(process.stdout, 'drain', { signal: end.signal }).catch(() => undefined);
    },
    err(text) {
      process.stderr.write(text);
    },
    get signal() {
      // Only a command that looks at the signal ends by it; any other is ended by Ctrl-C the usual way, as is this one by
      // the second.
      if (!listens) {
        listens = true;
        process.once('SIGINT', () => end.abort());
        process.once('SIGTERM', () => end.abort());
      }
      return end.signal;
    },
  };
}
