/** What a check-up can find, worst first. */
export const findingCodes = [
  'neverSettles',
  'skipsRecords',
  'swallowsErrors',
  'hidesFailure',
  'wrongIdentifier',
  'answersBeforeDone',
  'unhandledRejection',
  'effectsNotAtomic',
  'selfTriggerLoop',
  'mappingMismatch',
  'breaksItemOrder',
  'breaksOnRemove',
  'breaksOnMissingImage',
  'runsOnBehindFailure',
  'blocksShard',
  'losesInnocents',
  'keepsStateBetweenCalls',
  'repeatsOnRetry',
  'repeatsOnRedelivery',
  'changesItsEvent',
] as const;

/** The code of a finding. */
export type FindingCode = (typeof findingCodes)[number];

/** What a judge saw: without words that are the same for each finding of its code. */
export interface Sighting {
  readonly code: FindingCode;
  /** In numbers. */
  readonly evidence: string;
  /** The smallest scenario that shows it. */
  readonly scenario: string;
  readonly place?: Place;
}

/** Where it can be seen in the source; the line counts from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** One thing that is wrong with a handler. */
export interface Finding extends Sighting {
  /** In one sentence. */
  readonly what: string;
  /** Why it matters on AWS, with the number of the behaviour. */
  readonly why: string;
  /** How to mend it, with the lines to write. */
  readonly mend: string;
  /** A Jest test to paste. */
  readonly test: string;
}
