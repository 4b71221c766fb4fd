import type { DynamoDBRecord } from 'aws-lambda';
import type { EventSourceMapping, RuntimeName, Semantics } from '@millrace/simulator';
import type { Setup } from './exploree.ts';

/** What all runs of an exploration have in common. */
export interface RunOptions {
  readonly setup: Setup;
  readonly mapping: EventSourceMapping;
  readonly seed: number;
  readonly functionTimeoutMs: number;
  /** Undefined: by the handler. */
  readonly runtime: RuntimeName | undefined;
  readonly invocationDurationMs: number;
  readonly semantics: Partial<Semantics>;
}

/** The records of a run. */
export type Records = readonly DynamoDBRecord[];
