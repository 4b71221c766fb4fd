import { errorBrand } from '@millrace/simulator';

const brand = errorBrand<EffectError>('millrace.EffectError');

/**
 * Why an effect was not done, or its answer did not come:
 *
 * - `EffectRefused`, `EffectThrottled`, `EffectTimedOut`, `EffectAnswerLost`: the fault of that name, of a function that
 *   is wrapped;
 * - `LeavesMachine`: something would have left the machine, and nothing stands in for it;
 * - `EffectMisused`: what was given to one of the functions here is not what it takes.
 */
export type EffectErrorCode =
  | 'EffectRefused'
  | 'EffectThrottled'
  | 'EffectTimedOut'
  | 'EffectAnswerLost'
  | 'LeavesMachine'
  | 'EffectMisused';

/** An effect that failed because it was to fail, or because it may not leave the machine. */
export class EffectError extends Error {
  override readonly name: string = 'EffectError';
  readonly code: EffectErrorCode;
  /** The host that would have been reached, for `LeavesMachine`. */
  readonly host?: string;

  constructor(code: EffectErrorCode, message: string, host?: string) {
    super(message);
    this.code = code;
    if (host !== undefined) this.host = host;
    brand.put(this);
  }
}

/** Tells an {@link EffectError} whatever copy of this package made it. */
export function isEffectError(value: unknown): value is EffectError {
  return brand.isOn(value);
}
