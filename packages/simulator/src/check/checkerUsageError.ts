import { errorBrand } from '../words/errorBrand.ts';
import { printable } from '../words/printable.ts';

const brand = errorBrand<CheckerUsageError>('@millrace/CheckerUsageError');

/** What is wrong with the way a checker was called. */
export type CheckerUsageCode = 'NotAwaited' | 'NotATrace' | 'InvalidExpectation';

/**
 * A checker was given something that it cannot judge: it would find nothing, and whoever asked would take that for good.
 * Says what, and what to write instead. What a trace holds never makes a checker throw.
 */
export class CheckerUsageError extends Error {
  override readonly name = 'CheckerUsageError';
  readonly code: CheckerUsageCode;
  /** The message without the name of the checker: `got the unknown option …`. */
  readonly complaint: string;

  constructor(code: CheckerUsageCode, checker: string, complaint: string) {
    super(printable(`${checker} ${complaint}`));
    this.code = code;
    this.complaint = complaint;
    brand.put(this);
  }
}

/** Recognises a {@link CheckerUsageError} whichever copy of the package (ESM or CommonJS) made it. */
export function isCheckerUsageError(value: unknown): value is CheckerUsageError {
  return brand.isOn(value);
}
