/**
 * Runs `work` with everything that is written to standard output going to standard error: a handler's logs must not
 * end up in the middle of a report that is piped into a file or another program.
 */
export async function withStdoutOnStderr<T>(work: () => Promise<T>): Promise<T> {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  try {
    return await work();
  } finally {
    stdout.write = write;
  }
}
