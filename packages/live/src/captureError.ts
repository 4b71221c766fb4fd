import { errorBrand, printable } from '@millrace/simulator';

const brand = errorBrand<CaptureError>('@millrace/CaptureError');

/** Why a capture cannot begin or go on; `message` adds where, and what to do. */
export type CaptureFailure =
  | 'badOption'
  | 'noStream'
  | 'noRegion'
  | 'noCredentials'
  | 'accessDenied'
  | 'unreachable'
  | 'notServed'
  | 'shardNeverEnds';

/** A capture that cannot begin or go on. Records already given stay valid: nothing before the failure is missing. */
export class CaptureError extends Error {
  readonly code = 'CaptureError';
  readonly failure: CaptureFailure;

  constructor(failure: CaptureFailure, message: string, cause?: unknown) {
    super(printable(message), cause === undefined ? undefined : { cause });
    this.name = 'CaptureError';
    this.failure = failure;
    brand.put(this);
  }
}

/** Recognises a `CaptureError` whichever copy of the package (ESM or CommonJS) made it. */
export function isCaptureError(value: unknown): value is CaptureError {
  return brand.isOn(value);
}
