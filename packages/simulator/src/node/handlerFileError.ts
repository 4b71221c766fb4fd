import { errorBrand } from '../words/errorBrand.ts';

const brand = errorBrand<HandlerFileError>('@millrace/HandlerFileError');

/**
 * Why there is no handler: no such file, the module does not load, TypeScript needs `tsx`, or the export is no function.
 */
export type HandlerFileFailure = 'noFile' | 'doesNotLoad' | 'needsTsx' | 'noFunction';

/** A file that was named as a Lambda handler's gives none. The message says what to name or to do instead. */
export class HandlerFileError extends Error {
  override readonly name = 'HandlerFileError';
  readonly code = 'HandlerFileError';
  readonly failure: HandlerFileFailure;
  /** The absolute path of the file. */
  readonly path: string;

  constructor(
    failure: HandlerFileFailure,
    message: string,
    where: { readonly path: string; readonly cause?: unknown },
  ) {
    super(message, where.cause === undefined ? undefined : { cause: where.cause });
    this.failure = failure;
    this.path = where.path;
    brand.put(this);
  }
}

/** Recognises a {@link HandlerFileError} whichever copy of the package (ESM or CommonJS) made it. */
export function isHandlerFileError(value: unknown): value is HandlerFileError {
  return brand.isOn(value);
}
