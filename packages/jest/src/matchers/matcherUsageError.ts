import { errorBrand, printable } from '@millrace/simulator';

const brand = errorBrand<MatcherUsageError>('@millrace/MatcherUsageError');

/** What is wrong with the way a matcher was called. */
export type MatcherUsageCode = 'NotAwaited' | 'NotATrace' | 'InvalidExpectation';

/** A matcher was given something that it cannot judge; says what, and what to write instead. With `.not` as well. */
export class MatcherUsageError extends Error {
  override readonly name = 'MatcherUsageError';
  readonly code: MatcherUsageCode;

  constructor(code: MatcherUsageCode, message: string) {
    super(printable(message));
    this.code = code;
    brand.put(this);
  }
}

/** Recognises a {@link MatcherUsageError} whichever copy of the package (ESM or CommonJS) made it. */
export function isMatcherUsageError(value: unknown): value is MatcherUsageError {
  return brand.isOn(value);
}
