import type { LogEar } from './loggedErrors.ts';

/**
 * Runs `work` with the process lent to a handler. What is written to standard output goes to standard error, so that a
 * handler's logs are not in the middle of a report that is piped on, and all that is logged is heard. `process.exit` throws, which is a function error as
 * it is on Lambda, instead of ending the replay without a word.
 */
export async function lendingProcess<T>(work: () => Promise<T>, ear?: LogEar): Promise<T> {
  const { stdout, stderr } = process;
  const out = stdout.write.bind(stdout);
  const error = stderr.write.bind(stderr);
  const exit = process.exit.bind(process);
  const { error: consoleError } = console;
  let isConsoleError = false;
  const hearing = ((...written: Parameters<typeof stderr.write>) => {
    if (!isConsoleError && typeof written[0] === 'string') ear?.written(written[0]);
    return error(...written);
  }) as typeof stderr.write;
  stdout.write = hearing;
  stderr.write = hearing;
  console.error = (...values: unknown[]) => {
    ear?.consoleError(values);
    isConsoleError = true;
    try {
      consoleError.apply(console, values);
    } finally {
      isConsoleError = false;
    }
  };
  process.exit = (code) => {
    throw new Error(`The handler called process.exit(${code ?? ''}), which ends the runtime on Lambda.`);
  };
  try {
    return await work();
  } finally {
    stdout.write = out;
    stderr.write = error;
    console.error = consoleError;
    process.exit = exit;
  }
}
