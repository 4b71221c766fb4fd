import type { EventSourceMapping } from '@millrace/simulator';
import type { DynamoDBRecord } from 'aws-lambda';
import type { FaultKind, ScheduledFault } from '../faults/scheduledFault.ts';
import type { BreachCode } from '../judging/breach.ts';

/** What a worker explores: told by files, as functions do not travel. */
export interface HuntTask {
  /** `file#export` of a function that answers with the options of `explore`. */
  readonly exploration?: string;
  /** `file#export` of a `setup`, or of a plain handler; with records and a mapping. */
  readonly setup?: string;
  readonly handler?: string;
  readonly records?: readonly DynamoDBRecord[];
  readonly mapping?: EventSourceMapping;
  readonly functionTimeoutMs?: number;
  readonly faults?: readonly FaultKind[];
}

/** A failure that a worker found. */
export interface HuntFailure {
  readonly code: BreachCode;
  readonly story: string;
  readonly report: string;
  readonly seed: number;
  readonly path: string | undefined;
  readonly faults: readonly ScheduledFault[];
  readonly records: readonly DynamoDBRecord[];
}

/** What a worker says. */
export type HuntMessage =
  | { readonly kind: 'runs'; readonly runs: number }
  | { readonly kind: 'failure'; readonly runs: number; readonly failure: HuntFailure }
  | { readonly kind: 'error'; readonly message: string };
