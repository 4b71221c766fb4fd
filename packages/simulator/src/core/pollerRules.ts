import type { DynamoDBRecord } from 'aws-lambda';
import type { Semantics } from './semantics.ts';

/** A span of time, its end exclusive, in milliseconds since the scenario's start. */
export interface LatestGap {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A mapping as the poller reads it: numbers in milliseconds, "for ever" as Infinity, filters compiled. */
export interface PollerRules {
  readonly batchSize: number;
  readonly batchingWindowMs: number;
  readonly parallelizationFactor: number;
  readonly maximumRetryAttempts: number;
  readonly maximumRecordAgeMs: number;
  readonly bisects: boolean;
  readonly reportsFailures: boolean;
  /** 0 when the mapping has no tumbling window. */
  readonly tumblingWindowMs: number;
  readonly matches: ((record: DynamoDBRecord) => boolean) | undefined;
  /** Records created before this are not for this mapping: LATEST (S2). */
  readonly skipsCreatedBeforeMs: number;
  /** Records created in one of these spans are missed by LATEST (S2). */
  readonly latestGaps: readonly LatestGap[];
  /** Epoch milliseconds of the scenario's start: tumbling windows are aligned to the epoch (S47). */
  readonly epochMs: number;
  readonly semantics: Semantics;
}
