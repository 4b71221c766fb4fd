import type { LambdaHandler } from '../scenario/scenarioOptions.ts';
import type { UnderWay } from './invocationEnded.ts';

/** The invocation under way in each lane of a shard. */
export type LanesUnderWay = (UnderWay | undefined)[];

/** What changes from attempt to attempt. */
export interface AttemptProgress {
  handler: LambdaHandler;
  attemptCount: number;
  invocationCount: number;
  readonly underWay: Map<string, LanesUnderWay>;
}

export function newAttemptProgress(handler: LambdaHandler): AttemptProgress {
  return { handler, attemptCount: 0, invocationCount: 0, underWay: new Map() };
}

export function copyAttemptProgress(progress: AttemptProgress): AttemptProgress {
  const underWay = [...progress.underWay].map(([shardId, lanes]): [string, LanesUnderWay] => [shardId, [...lanes]]);
  return { ...progress, underWay: new Map(underWay) };
}
