/** Something given on the command line, or a file it names, cannot be used: exit code 2. The message says what to do. */
export class UsageError extends Error {
  readonly code = 'UsageError';

  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'UsageError';
  }
}
