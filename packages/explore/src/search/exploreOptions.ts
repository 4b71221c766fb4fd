import type { EventSourceMapping, RecordSource, RuntimeName, Semantics } from '@millrace/simulator';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Arbitrary } from 'fast-check';
import type { FaultKind, ScheduledFault } from '../faults/scheduledFault.ts';
import type { Invariants } from '../judging/invariant.ts';
import type { Setup } from '../running/exploree.ts';

/** What is explored, and how far. */
export interface ExploreOptions {
  /** Makes a fresh world, and a handler over it, for each run. */
  readonly setup: Setup;
  /** The records of the stream; either these or `arbitrary`. */
  readonly records?: RecordSource | readonly DynamoDBRecord[];
  /** Draws the records, such as `historyOf(stream)`. */
  readonly arbitrary?: Arbitrary<readonly DynamoDBRecord[]>;
  readonly mapping: EventSourceMapping;
  /** Which kinds of faults; default all. One that is asked for and never happens fails the exploration. */
  readonly faults?: readonly FaultKind[];
  readonly invariants?: Invariants;
  /** How many runs are drawn, beyond those that are enumerated; default 500. */
  readonly runs?: number;
  /** Up to so many crash points, single faults and pairs are tried one by one, before any is drawn; default 1000. */
  readonly enumerate?: number;
  readonly seed?: number;
  /** Goes straight to what a failure printed as its path; needs the same seed. */
  readonly path?: string;
  /** One schedule only, and nothing else: what a printed test has. */
  readonly schedule?: readonly ScheduledFault[];
  readonly functionTimeoutMs?: number;
  /** The function's Node.js runtime, which says what answers are heard; default as `simulate` takes it. */
  readonly runtime?: RuntimeName;
  /** How long a call takes in virtual time; default 100 ms. */
  readonly invocationDurationMs?: number;
  readonly semantics?: Partial<Semantics>;
  /** The line of a printed test that imports `setup`, and `invariants` where one of your own fails. */
  readonly setupImport?: string;
  /** A file that keeps a failure, which the next exploration tries first. */
  readonly save?: string;
  /** Told after each run how many there were. */
  readonly onRun?: (runs: number) => void;
  /** Ends the exploration after the run under way. */
  readonly signal?: AbortSignal;
}
