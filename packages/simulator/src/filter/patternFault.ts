import type { TextCertainty } from '../words/mappingError.ts';

/**
 * Why a pattern is refused, thrown inside this folder only: `compileFilterCriteria` turns it into AWS's answer.
 *
 * `reason` uses the words EventBridge shows for the same fault, as Lambda hides the cause (section 5 of the filter
 * specification); `advice` says what to write instead.
 */
export class PatternFault extends Error {
  readonly reason: string;
  readonly path: string;
  readonly advice: string;
  readonly certainty: TextCertainty;

  constructor(reason: string, path: string, advice: string, certainty: TextCertainty = 'recorded') {
    super(reason);
    this.reason = reason;
    this.path = path;
    this.advice = advice;
    this.certainty = certainty;
  }
}
