import { UsageError } from '../usageError.ts';

/** Says that a template leaves a value to its deployment, and which option gives it. */
export function unknowableError(what: string, written: unknown, file: string, option: string): UsageError {
  return new UsageError(
    `${what} in ${file} is ${JSON.stringify(written)}, which only a deployment can work out. ` +
      `Give the value it has there: ${option}`,
  );
}
