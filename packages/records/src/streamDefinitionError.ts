const brand = Symbol.for('@millrace/records/StreamDefinitionError');

/** The stream definition itself is wrong, so no record can be decoded with it. A fault of the program, not of a record. */
export class StreamDefinitionError extends Error {
  readonly code = 'StreamDefinitionError';
  /** The option that is wrong. */
  readonly option: string;

  constructor(option: string, problem: string) {
    super(`defineStream, option "${option}": ${problem}`);
    this.name = this.code;
    this.option = option;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Recognises a {@link StreamDefinitionError}, also one made by another copy of this package. */
export function isStreamDefinitionError(error: unknown): error is StreamDefinitionError {
  return error instanceof Error && brand in error;
}
