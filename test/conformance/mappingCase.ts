/** One scenario of cases/mapping.json; its `format` entry says what each field means. */
export interface MappingCase {
  readonly id: string;
  readonly title: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly records: readonly CaseRecord[];
  readonly handler: readonly HandlerRule[];
  readonly expected: Expected;
  readonly shards?: Readonly<Record<string, readonly string[]>>;
}

export interface CaseRecord {
  readonly seq: string;
  readonly key: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  /** Seconds from the moment the mapping is enabled; epoch seconds in cases with tumbling windows. */
  readonly t: number;
  readonly shard?: string;
  readonly sizeBytes?: number;
  readonly newImage?: Readonly<Record<string, unknown>>;
}

export interface HandlerRule {
  readonly when?: {
    readonly contains?: readonly string[];
    readonly callIndex?: number;
    readonly callIndexLte?: number;
  };
  readonly do: string;
  readonly body?: unknown;
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
  readonly state: unknown;
  readonly isFinalInvokeForWindow: boolean;
  readonly isWindowTerminatedEarly: boolean;
  readonly shard?: string;
}
