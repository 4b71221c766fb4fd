import type { Finding, FindingCode } from './finding.ts';

/** Something that could not be tried, which is never told as good. */
export interface NotTried {
  readonly code?: FindingCode;
  readonly what: string;
  readonly why: string;
}

/** The report card of one handler, as plain data. */
export interface CheckUp {
  readonly handler: string;
  readonly name?: string;
  readonly runtime?: string;
  readonly findings: readonly Finding[];
  readonly notTried: readonly NotTried[];
  /** How many of the codes were tried, and how many of those are clean: `18 of 19 checks clean, 1 not tried`. */
  readonly grade: string;
  readonly counts: {
    readonly probes: number;
    readonly calls: number;
    readonly effects: number;
    readonly codes: number;
    readonly tried: number;
    readonly clean: number;
  };
  /** Where its records come from: a path, or in words. */
  readonly recordsFrom: string;
  /** Variables of the environment that the handler asked for and that are not set. */
  readonly unset: readonly { readonly name: string; readonly caller: string }[];
  /** What the handler does with records that it may never get: an item of another entity, another view where that is not known. */
  readonly notes: readonly string[];
  readonly ms: number;
}
