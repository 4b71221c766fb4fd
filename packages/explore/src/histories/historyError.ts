import { errorBrand, printable } from '@millrace/simulator';

const brand = errorBrand<HistoryError>('millrace.HistoryError');

/** Why no history can be made: an option that makes no sense, or items that nothing says how to make. */
export type HistoryErrorCode = 'InvalidOption' | 'ItemsUnknown' | 'NoValidItem';

/** No history can be made of a stream; the message says why and what to pass. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
  readonly code: HistoryErrorCode;

  constructor(code: HistoryErrorCode, message: string) {
    super(printable(message));
    this.code = code;
    brand.put(this);
  }
}

/** Whether an error is a {@link HistoryError}, whichever copy of this package threw it. */
export function isHistoryError(error: unknown): error is HistoryError {
  return brand.isOn(error);
}
