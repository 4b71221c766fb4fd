import { Agenda } from '../core/agenda.ts';
import type { Poller } from '../core/poller.ts';
import type { LatestGap, PollerRules } from '../core/pollerRules.ts';
import type { PollerEvent } from '../core/transition.ts';
import type { ResolvedMapping } from '../mapping/eventSourceMapping.ts';
import type { EffectEvent } from '../trace/effectEvent.ts';
import type { EventLog } from '../trace/eventLog.ts';
import { copyAttemptProgress, type AttemptProgress } from './attemptProgress.ts';
import { copyDocumentProgress, type DocumentProgress } from '../destination/failureDestination.ts';
import type { ScenarioAction } from '../scenario/scenarioOptions.ts';
import type { GrowingStream } from '../stream/growingStream.ts';
import type { ShardSource } from '../stream/shardSource.ts';

/** A read that was ordered; its answer counts only while the shard's ticket is still the same. */
export interface OrderedRead {
  readonly kind: 'read';
  readonly shardId: string;
  readonly limit: number;
  readonly ticket: number;
  /** Which wait for records it ends; another that is sooner may have taken its place. */
  readonly poll?: number;
}

/** What waits on the agenda. */
export type SimulationEvent =
  | { readonly kind: 'poller'; readonly shardId: string; readonly event: PollerEvent }
  | OrderedRead
  | { readonly kind: 'shardStart'; readonly shardId: string }
  | { readonly kind: 'action'; readonly action: ScenarioAction }
  | { readonly kind: 'effects'; readonly effects: readonly EffectEvent[] };

/** A poll that comes when there is something to read, as far as is known. */
export interface WaitingPoll {
  readonly number: number;
  readonly sinceMs: number;
  readonly limit: number;
  /** Infinity while nothing is known to come. */
  readonly atMs: number;
}

/** One shard of the simulated stream: what the mapping remembers of it, and where its records come from. */
export interface Shard {
  poller: Poller;
  readonly source: ShardSource;
  readonly parents: readonly string[];
  readonly children: readonly string[];
  /** When the shard is closed; Infinity for one that stays open. */
  readonly closesAtMs: number;
  /** Raised by each rewind: answers to earlier reads do not count any more. */
  ticket: number;
  /** The poll that waits for records, if any does. */
  poll: WaitingPoll | undefined;
  /** By what the calls are judged that were under way when an update took effect; undefined for the rules in force (S62). */
  callRules: PollerRules | undefined;
}

/** Everything about a simulation that changes as it runs. */
export interface SimulationState {
  nowMs: number;
  hasBegun: boolean;
  mapping: ResolvedMapping;
  hasSourcePermission: boolean;
  /** When the mapping was enabled for the first time; Infinity for one that was created disabled, until then. */
  firstEnabledAtMs: number;
  /** What LATEST has missed, or will miss, so far (S2). */
  latestGaps: readonly LatestGap[];
  /** Reads that wait for the permission to come back (S31). */
  readonly stalledReads: OrderedRead[];
  readonly warned: Set<string>;
  readonly attempts: AttemptProgress;
  readonly documents: DocumentProgress;
  readonly shards: ReadonlyMap<string, Shard>;
  readonly agenda: Agenda<SimulationEvent>;
  readonly events: EventLog;
  /** Where the handler writes to the table of its stream. */
  readonly growing: GrowingStream | undefined;
}

/** An independent copy: what happens to one is not seen by the other. Pollers and events are never changed in place. */
export function copyState(state: SimulationState): SimulationState {
  const copyShard = (shard: Shard): Shard => ({ ...shard, source: shard.source.fork() });
  return {
    ...state,
    stalledReads: [...state.stalledReads],
    warned: new Set(state.warned),
    attempts: copyAttemptProgress(state.attempts),
    documents: copyDocumentProgress(state.documents),
    shards: new Map([...state.shards].map(([shardId, shard]) => [shardId, copyShard(shard)])),
    agenda: new Agenda(state.agenda.entries()),
    events: state.events.copy(),
  };
}
