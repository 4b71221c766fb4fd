import type { TableDefinition } from '@millrace/effects/stand-ins';
import type { EventSourceMapping, RuntimeName } from '@millrace/simulator';
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
  readonly runtime?: RuntimeName;
  readonly faults?: readonly FaultKind[];
  /** Variables of the function, beside those that the process has. */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Nothing leaves the machine but for what is allowed here, unless what is explored intercepts by itself; default: nothing
   * does. `false`: it may reach whatever it names.
   */
  readonly intercept?: false | HuntInterception;
}

/** What may leave the machine, and what the stand-ins know of tables. */
export interface HuntInterception {
  readonly allowHosts?: readonly string[];
  readonly allowProcesses?: boolean;
  readonly tables?: readonly TableDefinition[];
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
  /** At the end of a round: `neverHappened`, what was asked for and has happened in none so far; and whether it was blind. */
  | {
      readonly kind: 'runs';
      readonly runs: number;
      readonly neverHappened?: readonly string[];
      readonly isBlind?: boolean;
    }
  | { readonly kind: 'failure'; readonly runs: number; readonly failure: HuntFailure }
  | { readonly kind: 'error'; readonly message: string };
