import { HandlerError, isHandlerError } from '../options/handlerError.ts';

/**
 * Thrown by a handler to say that a record will never succeed, however often it is tried.
 *
 * It goes to `onPoison`, as records do that cannot be decoded.
 *
 * @example
 * throw new PoisonRecordError(`Order ${order.orderId} has the unknown currency ${order.currency}.`);
 */
export class PoisonRecordError extends HandlerError<'PoisonRecordError'> {
  constructor(message: string, options?: ErrorOptions) {
    super('PoisonRecordError', message, {}, options);
  }
}

/** Says whether an error is a {@link PoisonRecordError}, from whichever copy of the package (ESM beside CJS). */
export function isPoisonRecordError(error: unknown): error is PoisonRecordError {
  return isHandlerError(error, 'PoisonRecordError');
}
