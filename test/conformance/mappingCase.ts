import type { SemanticsOptions } from '@millrace/simulator';

/** One scenario of cases/mapping.json; its `format` entry says what each field means. */
export interface MappingCase {
  readonly id: string;
  readonly title: string;
  readonly evidence: { readonly class: string; readonly ref: string };
  readonly confidence: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly records: readonly CaseRecord[];
  readonly handler: readonly HandlerRule[];
  readonly expected: Expected;
  readonly shards?: Readonly<Record<string, readonly string[]>>;
  readonly actions?: readonly CaseAction[];
  /** Knobs that have another value than their default. */
  readonly semantics?: SemanticsOptions;
  /** Epoch seconds at which the mapping of a case with tumbling windows is enabled; without it at the first record. */
  readonly enabledAt?: number;
  /** How long was looked at it, from the enable on. */
  readonly observedSeconds?: number;
}

/** A change at so many seconds after the enable. */
export type CaseAction = { readonly t: number } & (
  | { readonly do: 'disable' | 'enable' | 'throttle' | 'release' | 'loseSourcePermission' | 'restoreSourcePermission' }
  | { readonly do: 'update'; readonly mapping: Readonly<Record<string, unknown>> }
);

export interface CaseRecord {
  readonly seq: string;
  readonly key: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  /** Seconds from the moment the mapping is enabled; epoch seconds in cases with tumbling windows. */
  readonly t: number;
  readonly shard?: string;
  readonly sizeBytes?: number;
  /** How many bytes it takes in the JSON of an event. */
  readonly bytes?: number;
  readonly newImage?: Readonly<Record<string, unknown>>;
}

export interface HandlerRule {
  readonly when?: {
    readonly contains?: readonly string[];
    readonly callIndex?: number;
    readonly callIndexLte?: number;
    /** The final call of the window with these bounds. */
    readonly finalWindow?: readonly [start: number, end: number];
  };
  readonly do: string;
  readonly body?: unknown;
  readonly textBytes?: number;
  /** With `reportContained`: beside a state that counts the records. */
  readonly aggregates?: boolean;
  readonly bytes?: string;
  readonly seqs?: readonly string[];
  readonly stateBytes?: number;
  readonly seconds?: number;
}

export interface Expected {
  readonly invocations: readonly (readonly string[])[] | null;
  readonly invocationsPrefix?: readonly (readonly string[])[];
  readonly checkpoints?: readonly string[];
  readonly discarded: readonly string[];
  readonly destination: readonly Readonly<Record<string, unknown>>[];
  readonly windowInvocations?: readonly ExpectedWindowCall[];
  readonly requestIds?: readonly string[];
  readonly gapsMs?: readonly number[];
  /** When each call started, after the enable. */
  readonly startedAtSeconds?: readonly number[];
  /** The same as it was seen on AWS, whose enable takes its time: to read, and compared with nothing. */
  readonly seenAtSeconds?: readonly number[];
  readonly deliveriesPerRecord?: Readonly<Record<string, number>>;
  readonly lastProcessingResult?: string;
  readonly metrics?: Readonly<Record<string, number | string>>;
  readonly partialOrder?: readonly (readonly [string, string, string])[];
  readonly mayOverlap?: readonly (readonly [string, string])[];
  readonly attemptsIncludingRejected?: number;
  readonly maxConcurrency?: number;
}

export interface ExpectedWindowCall {
  readonly records: readonly string[];
  readonly window: readonly [number, number];
  /** A text for one over the limit; absent where it is not known. */
  readonly state?: unknown;
  readonly isFinalInvokeForWindow: boolean;
  readonly isWindowTerminatedEarly: boolean;
  readonly shard?: string;
}
