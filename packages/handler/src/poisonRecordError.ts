const brand = Symbol.for('@millrace/handler/PoisonRecordError');

/**
 * Thrown by a handler to say that a record will never succeed, however often it is tried.
 *
 * It goes to `onPoison`, as records do that cannot be decoded. Known by a brand, so it also works when a program holds
 * the package twice (ESM and CJS).
 *
 * @example
 * throw new PoisonRecordError(`Order ${order.orderId} has the unknown currency ${order.currency}.`);
 */
export class PoisonRecordError extends Error {
  override readonly name = 'PoisonRecordError';
  readonly code = 'PoisonRecordError';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Says whether an error is a {@link PoisonRecordError}, from whichever copy of the package. */
export function isPoisonRecordError(error: unknown): error is PoisonRecordError {
  return typeof error === 'object' && error !== null && brand in error;
}
