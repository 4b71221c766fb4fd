import type { Context, DynamoDBRecord } from 'aws-lambda';
import type { Semantics } from '../core/semantics.ts';
import type { attemptFaults } from './attemptFaults.ts';
import type { CrashPoint, FaultyEffect } from './effectFault.ts';
import type { RuntimeName } from './runtime.ts';
import type { EventSourceMapping } from '../mapping/eventSourceMapping.ts';
import type { StreamingTable } from './streamingTable.ts';
import type { Delivery } from '../destination/delivery.ts';

/**
 * Any Lambda handler for a DynamoDB stream: async, callback style, or one that answers directly; raw, wrapped by
 * Powertools or Middy, or `batchHandler`'s. What it takes and returns is its own affair.
 */
// biome-ignore lint/suspicious/noExplicitAny: a handler's parameters are contravariant, so only `any` takes them all.
// oxlint-disable-next-line typescript/no-explicit-any
export type LambdaHandler = (event: any, context: any, callback: any) => unknown;

/** Records of one shard in the order of their sequence numbers, as Lambda delivers them. */
export type RecordSource = Iterable<DynamoDBRecord> | AsyncIterable<DynamoDBRecord>;

/** One shard of a stream. A shard with children is closed behind its last record (S44). */
export interface ShardOptions {
  readonly parents?: readonly string[];
  readonly records: RecordSource;
  /** When the shard is closed, in milliseconds since the start or as an ISO time; default: with its last record. */
  readonly closesAt?: number | string;
  /** Whether the shard is closed at all; default: whether it has children or `closesAt`. */
  readonly closed?: boolean;
}

/** What `faults` is asked before every attempt to send a batch. */
export interface Attempt {
  readonly shardId: string;
  readonly sequenceNumbers: readonly string[];
  /** The n-th try of this batch, from 1; throttled tries count. */
  readonly attempt: number;
  /** The n-th attempt of the whole run, from 0; throttled tries count. */
  readonly index: number;
  /** Virtual milliseconds since the scenario's start. */
  readonly atMs: number;
}

/**
 * `throttle` and `serviceError`: the batch never reaches the function (S29). `timeout`: the function runs, with all its
 * effects, but its answer is lost (S30). `crash`: the same, as a function error. `redeliver`: the function succeeds, in whole or
 * up to a record, and the mapping forgets it: the batch comes again under a new request id (S60). The others are about one of
 * its effects, and need `@millrace/effects` to be loaded.
 */
export type Fault = (typeof attemptFaults)[number] | CrashPoint | FaultyEffect;

/** What `invocationDurationMs` is asked when an invocation starts. */
export type InvocationStart = Attempt & { readonly requestId: string; readonly isFinalInvokeForWindow: boolean };

/** Something that is done to the mapping, the function or the stream at a moment of virtual time. */
export type ScenarioAction = { readonly atMs: number } & (
  | { readonly do: 'disable' }
  | { readonly do: 'enable' }
  | { readonly do: 'update'; readonly mapping: Partial<EventSourceMapping> }
  | { readonly do: 'redeploy'; readonly handler: LambdaHandler }
  /** Closes the shard; its later records belong to `into` children (1 or 2, default 2): `<shardId>.0`, `<shardId>.1`. */
  | { readonly do: 'splitShard'; readonly shardId: string; readonly into?: 1 | 2 }
  | { readonly do: 'loseSourcePermission' }
  | { readonly do: 'restoreSourcePermission' }
);

/** The knobs that a scenario sets; the others have their defaults. One number as `latestGapMs` is that of both its cases. */
export type SemanticsOptions = Partial<Omit<Semantics, 'latestGapMs'>> & {
  readonly latestGapMs?: number | Partial<Semantics['latestGapMs']>;
};

/** Everything `simulate` takes; only `handler`, `mapping` and one of `records` and `shards` are required. */
export interface ScenarioOptions {
  readonly handler: LambdaHandler;
  /** The records of a stream with one shard. */
  readonly records?: RecordSource;
  /** The shards of a stream with several, by shard id. */
  readonly shards?: Readonly<Record<string, ShardOptions>>;
  /**
   * The table behind the stream, where the handler writes to it: its writes become records of the run. `records` are then what
   * the stream holds or gets besides, and may be left out; it has one shard, so `shards` is not taken.
   */
  readonly table?: StreamingTable;
  /** Exactly what AWS gets: CreateEventSourceMapping's own names. */
  readonly mapping: EventSourceMapping;
  /** When the mapping is enabled: epoch milliseconds or an ISO time. Default: when the earliest record was created. */
  readonly startAt?: number | string | Date;
  /** Request ids and object keys are drawn from it; default 0. */
  readonly seed?: number;
  readonly faults?: (attempt: Attempt) => Fault | undefined;
  /** Asked for each document; `true` means that the destination refuses it (S40). */
  readonly refusesDelivery?: (delivery: Delivery & { readonly atMs: number }) => boolean;
  /** The function's timeout; default 3000 ms, as Lambda's. A handler that really takes longer times out as well. */
  readonly functionTimeoutMs?: number;
  /**
   * Real milliseconds for which the answer of each call is waited for; `Infinity` for as long as it takes. Default:
   * `functionTimeoutMs`, until a call has hung once; then twice as long as the slowest that answered, and at least 5 ms.
   */
  readonly realTimeoutMs?: number;
  /** Virtual time that an invocation takes, beside what the handler spends with `elapse`; default 0. */
  readonly invocationDurationMs?: number | ((invocation: InvocationStart) => number);
  /**
   * Lets calls that overlap in virtual time really overlap, in this one process, as on Lambda's managed instances: each
   * goes on at its awaits while the others wait at theirs. Default: one call is awaited after the other.
   */
  readonly interleave?: boolean;
  /**
   * The Node.js runtime that the function is deployed on: which answers are heard differs. Default: `nodejs24.x`, or
   * `nodejs22.x` for a handler that declares three parameters or answers by its context, which nodejs24.x does not hear.
   */
  readonly runtime?: RuntimeName;
  /** `json`, the default: events and answers go through JSON as on AWS. `none`: as they are, for speed. */
  readonly isolation?: 'json' | 'none';
  readonly semantics?: SemanticsOptions;
  readonly actions?: readonly ScenarioAction[];
  /** Stops at this virtual time, leaving the rest pending; default: when nothing more can happen. */
  readonly untilMs?: number;
  /** More invocations than this end the simulation with an error; default 10 million. */
  readonly maximumInvocations?: number;
  /**
   * A chain of records longer than this, each made by a call for the one before it, ends the simulation with an error that
   * tells its cycle; default 100. Only with `table`.
   */
  readonly maximumGenerations?: number;
  /**
   * A trace that holds more than this ends the simulation with an error: its events, with one more for each record that one
   * read or skipped. Default 8 million, which take about a gigabyte.
   */
  readonly maximumTraceLength?: number;
}

export type LambdaContext = Context;
