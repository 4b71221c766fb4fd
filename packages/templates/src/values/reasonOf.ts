/** What an error says, of whatever realm it is: in a Jest test, errors of Node are no `Error`s of the test. */
export function reasonOf(cause: unknown): string {
  const message = typeof cause === 'object' && cause !== null && 'message' in cause ? cause.message : undefined;
  return typeof message === 'string' ? message : String(cause);
}
