import { describeValue } from './describeValue.ts';

const brand = Symbol.for('@millrace/records/EncodeError');

/** A value that DynamoDB cannot hold, or a change that it cannot make. */
export class EncodeError extends Error {
  readonly code = 'EncodeError';
  /** From the item down to the value. */
  readonly path: PropertyKey[] = [];
  readonly expected: string;
  readonly found: string;

  constructor(expected: string, found: unknown) {
    super();
    this.name = this.code;
    this.expected = expected;
    this.found = describeValue(found);
    Object.defineProperty(this, brand, { value: true });
    Object.defineProperty(this, 'message', {
      get: () => `Item at ${this.path.join('.') || 'the top'}: expected ${expected}, found ${this.found}.`,
    });
  }
}

/** Recognises an {@link EncodeError}, also one made by another copy of this package. */
export function isEncodeError(error: unknown): error is EncodeError {
  return error instanceof Error && brand in error;
}
