import type { Semantics } from '../core/semantics.ts';
import type { ResolvedMapping } from '../mapping/eventSourceMapping.ts';
import type { RuntimeName } from './runtime.ts';
import type { ScenarioAction } from './scenarioOptions.ts';

/**
 * The scenario of a run with every default filled in: plain data, printable and pasteable. What cannot be printed (the
 * handler, the records, functions) is named or left out.
 */
export interface Scenario {
  readonly mapping: ResolvedMapping;
  /** When the mapping was enabled: ISO time. */
  readonly startAt: string;
  readonly seed: number;
  /** Every shard, those that a `splitShard` action makes included. */
  readonly shards: Readonly<Record<string, ScenarioShard>>;
  readonly functionArn: string;
  readonly streamArn: string;
  readonly functionTimeoutMs: number;
  /** Absent when it is the default. */
  readonly realTimeoutMs?: number;
  readonly invocationDurationMs: number | 'function';
  readonly runtime: RuntimeName;
  readonly isolation: 'json' | 'none';
  /** Absent when one call is awaited after the other. */
  readonly interleave?: true;
  readonly semantics: Semantics;
  readonly hasFaults: boolean;
  readonly refusesDeliveries: boolean;
  readonly actions: readonly PrintableAction[];
  /** Absent when the run ends by itself. */
  readonly untilMs?: number;
  readonly maximumInvocations: number;
  /** Absent when the stream has no `table` that is written to. */
  readonly table?: { readonly hasRecords: boolean };
  /** Of a run of several mappings: the name of this one, and what is the own affair of each. */
  readonly together?: { readonly name: string; readonly mappings: Readonly<Record<string, OwnScenario>> };
}

/** What of a scenario is the affair of one mapping where several share a stream. */
export type OwnScenario = Pick<
  Scenario,
  | 'mapping'
  | 'functionTimeoutMs'
  | 'realTimeoutMs'
  | 'invocationDurationMs'
  | 'runtime'
  | 'hasFaults'
  | 'refusesDeliveries'
  | 'actions'
>;

export interface ScenarioShard {
  readonly parents: readonly string[];
  readonly closesAt?: number | string;
  readonly closed?: boolean;
  /** The stream of the shard, where it is another than the scenario's. */
  readonly streamArn?: string;
}

/** An action as it was given; a handler is printed by its name. */
export type PrintableAction =
  | Exclude<ScenarioAction, { readonly do: 'redeploy' }>
  | { readonly atMs: number; readonly do: 'redeploy'; readonly handler: string };
