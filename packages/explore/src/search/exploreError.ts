import { errorBrand, printable } from '@millrace/simulator';

const brand = errorBrand<ExploreError>('millrace.ExploreError');

/** `DidNotSurvive`: a failure was found; the others are about how `explore` was asked. */
export type ExploreErrorCode = 'DidNotSurvive' | 'InvalidOption' | 'Interrupted';

/** A handler did not survive, or an exploration cannot be made. */
export class ExploreError extends Error {
  override readonly name = 'ExploreError';
  readonly code: ExploreErrorCode;

  constructor(code: ExploreErrorCode, message: string) {
    super(printable(message));
    this.code = code;
    brand.put(this);
  }
}

/** Whether an error is an {@link ExploreError}, whichever copy of this package threw it. */
export function isExploreError(error: unknown): error is ExploreError {
  return brand.isOn(error);
}
