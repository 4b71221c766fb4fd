import { withFileNames } from './withFileNames.ts';

/**
 * Runs `work` with the process lent to a handler. What is written to standard output goes to standard error, so that a
 * handler's logs are not in the middle of a report that is piped on. `process.exit` throws, which is a function error as
 * it is on Lambda, instead of ending the replay without a word.
 */
export async function lendingProcess<T>(work: () => Promise<T>): Promise<T> {
  const { stdout, stderr } = process;
  const writeOut = stdout.write.bind(stdout);
  const writeErr = stderr.write.bind(stderr);
  const exit = process.exit.bind(process);
  const write = (chunk: string | Uint8Array, ...others: never[]): boolean =>
    writeErr(typeof chunk === 'string' ? withFileNames(chunk) : chunk, ...others);
  stdout.write = write;
  stderr.write = write;
  process.exit = (code) => {
    throw new Error(`The handler called process.exit(${code ?? ''}), which ends the runtime on Lambda.`);
  };
  try {
    return await work();
  } finally {
    stdout.write = writeOut;
    stderr.write = writeErr;
    process.exit = exit;
  }
}
