import { coded, hasCode } from '../words/coded.ts';
import { describeValue } from '../words/describeValue.ts';

/** A value that DynamoDB cannot hold, or a change that it cannot make. */
export class EncodeError extends Error {
  declare readonly code: 'EncodeError';
  /** From the item down to the value. */
  declare readonly path: readonly PropertyKey[];
  declare readonly expected: string;
  declare readonly found: string;

  constructor(path: readonly PropertyKey[], expected: string, value: unknown) {
    const kind = Object.prototype.toString.call(value).slice(8, -1);
    const found = /^(Date|Set|RegExp)$/.test(kind) ? `a ${kind}` : describeValue(value);
    super(`Item, ${path.map(String).join('.')}: expected ${expected}, found ${found}.`);
    coded(this, 'EncodeError', { path, expected, found });
  }
}

/** Recognises an {@link EncodeError}, also one made by another copy of this package. */
export function isEncodeError(error: unknown): error is EncodeError {
  return hasCode(error, 'EncodeError');
}
