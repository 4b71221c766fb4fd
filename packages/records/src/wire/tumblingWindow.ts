import type { DynamoDBRecord } from 'aws-lambda';

/** What a function with a tumbling window is called with (S46). The first state of a window is `{}`. */
export interface TumblingWindowEvent<State = unknown> {
  /** Empty in the final call for a window (S49). */
  readonly Records: readonly DynamoDBRecord[];
  readonly shardId: string;
  readonly eventSourceARN: string;
  /** ISO 8601 in UTC, whole seconds; the end is not part of the window (S47). */
  readonly window: { readonly start: string; readonly end: string };
  /** What the last successful call for this window returned (S48). */
  readonly state: State | Readonly<Record<string, never>>;
  readonly isFinalInvokeForWindow: boolean;
  /** True when the state outgrew 1 MB (S52). */
  readonly isWindowTerminatedEarly: boolean;
}

/** What such a function must answer: without `state`, Lambda takes the call for failed (S20). At most 1 MB of JSON (S52). */
export interface TumblingWindowResponse<State = unknown> {
  readonly state: State;
  readonly batchItemFailures?: ReadonlyArray<{ readonly itemIdentifier: string }>;
}
