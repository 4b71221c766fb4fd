import { once } from 'node:events';
import { startGuard } from './guard.ts';
import { outputFile, writeWhole } from './outputFile.ts';
import { OutputError } from './outputError.ts';
import type { Terminal } from './terminal.ts';

/** The terminal of this process: standard output and error, and Ctrl-C as its signal. */
export function processTerminal(): Terminal {
  const end = new AbortController();
  let listens = false;
  let failure: Error | undefined;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough closes the pipe (`| head`): no more output, and no failure.
    if (error.code !== 'EPIPE') failure = error;
    end.abort(readerGone);
  });
  const file = outputFile(1);
  // Kept from before the process is lent to a handler, whose output goes elsewhere.
  const write = process.stdout.write.bind(process.stdout);
  const writeError = process.stderr.write.bind(process.stderr);
  return {
    async out(text) {
      if (file !== undefined) {
        try {
          return writeWhole(file, text);
        } catch (error) {
          throw new OutputError(error);
        }
      }
      if (end.signal.aborted && process.stdout.destroyed) {
        if (failure !== undefined) throw new OutputError(failure);
        return;
      }
      if (write(text)) return;
      await once(process.stdout, 'drain', { signal: end.signal }).catch(() => undefined);
      if (failure !== undefined) throw new OutputError(failure);
    },
    err(text) {
      writeError(text);
    },
    guard: (what) => startGuard(end.signal, what),
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

/** Why the signal of a terminal is aborted when nobody reads the output any more, as behind `| head`; else it was Ctrl-C. */
export const readerGone = Symbol.for('@millrace/readerGone');
