import { errorBrand, printable } from '@millrace/simulator';

const brand = errorBrand<TemplateError>('@millrace/TemplateError');

/** A template, a parameter for it, or the mapping that is asked for cannot be used. The message says why and what to do. */
export class TemplateError extends Error {
  readonly code = 'TemplateError';

  constructor(message: string, cause?: unknown) {
    super(printable(message), cause === undefined ? undefined : { cause });
    this.name = 'TemplateError';
    brand.put(this);
  }
}

/** Recognises a `TemplateError` whichever copy of the package (ESM or CommonJS) made it. */
export function isTemplateError(value: unknown): value is TemplateError {
  return brand.isOn(value);
}
