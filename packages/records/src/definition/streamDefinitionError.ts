import { coded, hasCode } from '../words/coded.ts';

/** The stream definition itself is wrong, so no record can be decoded with it: a fault of the program, not of a record. */
export class StreamDefinitionError extends Error {
  declare readonly code: 'StreamDefinitionError';
  /** The option that is wrong. */
  declare readonly option: string;

  constructor(option: string, problem: string) {
    super(`defineStream, ${option}: ${problem}`);
    coded(this, 'StreamDefinitionError', { option });
  }
}

/** Recognises a {@link StreamDefinitionError}, also one made by another copy of this package. */
export function isStreamDefinitionError(error: unknown): error is StreamDefinitionError {
  return hasCode(error, 'StreamDefinitionError');
}
