import { errorBrand } from './errorBrand.ts';
import { printable } from './printable.ts';
import { whereToRead } from './whereToRead.ts';

/**
 * How well the text of a refusal is known.
 *
 * - `recorded`: AWS answered these very words to a DynamoDB mapping.
 * - `inferred`: AWS refuses this, but its words were not recorded; the message has AWS's usual form.
 * - `own`: AWS never sees it (its clients refuse it first), or the simulator does not simulate it; our words.
 */
export type TextCertainty = 'recorded' | 'inferred' | 'own';

/** What a {@link MappingError} is made from: AWS's answer, and what we can add to it. */
export interface MappingRefusal {
  /** AWS's error code, or one of ours for what AWS's API never sees: `ParamValidation`, `NotSimulated`. */
  readonly code:
    | 'InvalidParameterValueException'
    | 'ValidationException'
    | 'ResourceConflictException'
    | 'ResourceNotFoundException'
    | 'ParamValidation'
    | 'NotSimulated';
  /** AWS's own text, byte for byte where it was recorded. */
  readonly message: string;
  /** The HTTP status of AWS's answer; 400 unless given. */
  readonly httpStatus?: number;
  /** Our diagnosis: where the fault is, why, and what to write instead. */
  readonly hint?: string | undefined;
  /** How well the text is known; `recorded` unless given. */
  readonly certainty?: TextCertainty;
}

const brand = errorBrand<MappingError>('@millrace/MappingError');

/**
 * A mapping that AWS would refuse, or that the simulator cannot simulate.
 *
 * `code`, `message` and `httpStatus` are AWS's answer (S41). AWS often hides the cause, so `hint` holds our diagnosis;
 * it is also in `stack`, the part of an error that test runners print.
 */
export class MappingError extends Error {
  override readonly name = 'MappingError';
  readonly code: MappingRefusal['code'];
  readonly httpStatus: number;
  readonly hint?: string;
  readonly certainty: TextCertainty;

  constructor(refusal: MappingRefusal) {
    super(printable(refusal.message));
    this.code = refusal.code;
    this.httpStatus = refusal.httpStatus ?? 400;
    this.certainty = refusal.certainty ?? 'recorded';
    brand.put(this);
    if (refusal.hint === undefined) return;
    const read = whereToRead(refusal.hint);
    this.hint = printable(refusal.hint) + (read === undefined ? '' : `\n(${read})`);
    const heading = `${this.name}: ${this.message}`;
    // A function, as a hint may hold `$&` and other things that `replace` would expand.
    this.stack = `${heading}\n${this.hint}${(this.stack ?? '').replace(/^[^]*?(?=\n {4}at |$)/u, () => '')}`;
  }
}

/** Recognises a {@link MappingError} whichever copy of the package (ESM or CommonJS) made it. */
export function isMappingError(value: unknown): value is MappingError {
  return brand.isOn(value);
}
