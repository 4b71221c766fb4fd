/**
 * Runs `work` with the process lent to a handler. What is written to standard output goes to standard error, so that a
 * handler's logs are not in the middle of a report that is piped on. `process.exit` throws, which is a function error as
 * it is on Lambda, instead of ending the replay without a word.
 */
export async function lendingProcess<T>(work: () => Promise<T>): Promise<T> {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  const exit = process.exit.bind(process);
  stdout.write = stderr.write.bind(stderr);
  process.exit = (code) => {
    throw new Error(`The handler called process.exit(${code ?? ''}), which ends the runtime on Lambda.`);
  };
  try {
    return await work();
  } finally {
    stdout.write = write;
    process.exit = exit;
  }
}
