import { reasonOf } from '@millrace/simulator';

/** What was to be written cannot be: the disk is full, or it is gone. Exit code 1, for all that is there is whole. */
export class OutputError extends Error {
  readonly code = 'OutputError';

  constructor(
    cause: unknown,
    what = 'Standard output cannot be written to',
    whatIsThere = 'What was written before is whole; the line that did not fit is not there.',
  ) {
    super(`${what}: ${reasonOf(cause)}. ${whatIsThere}`, { cause });
    this.name = 'OutputError';
  }
}

/** Says whether an error is one of the output, whichever copy of the package made it. */
export function isOutputError(error: unknown): error is OutputError {
  return (Object(error) as { readonly code?: unknown }).code === 'OutputError';
}
