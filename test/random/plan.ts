import fc from 'fast-check';

/** A random scenario as plain data: what a failing run prints, and what replays it. */
export interface Plan {
  readonly shards: readonly ShardPlan[];
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly retries: number;
  readonly ageSeconds: number;
  readonly bisects: boolean;
  readonly reports: boolean;
  /** Parallel lanes, a tumbling window, or filters: some of them exclude each other. */
  readonly mode: 'plain' | 'lanes' | 'window' | 'filter';
  readonly lanes: number;
  readonly windowSeconds: number;
  readonly startsAtLatest: boolean;
  readonly hasDestination: boolean;
  readonly refusesEvery: number;
  readonly durationMs: number;
  readonly style: FailureStyle;
  /** Attempts, by their index in the run, that meet a fault. */
  readonly faults: readonly (readonly [
    attempt: number,
    fault: 'throttle' | 'serviceError' | 'timeout' | 'crash' | 'redeliver',
  ])[];
  /** Times at which the mapping is disabled, and enabled again this much later. */
  readonly pauses: readonly (readonly [atMs: number, forMs: number])[];
  readonly updates: readonly (readonly [atMs: number, batchSize: number])[];
  readonly splits: readonly number[];
  /** What LATEST misses at the creation and at each update. */
  readonly latestGapMs: number;
  readonly updateDelayMs: number;
  readonly documents: 'mergeBisected' | 'onePerBatch' | 'mergeNeighbours';
  readonly callAcrossUpdate: 'oldSettings' | 'newSettings';
  /** Readers of a shard, this mapping among them. */
  readonly readers: number;
  readonly seed: number;
}

/** How a handler tells of the records that fail in a batch. */
export type FailureStyle = 'throw' | 'reportFirst' | 'reportAll' | 'malformed' | 'unknownIdentifier';

export interface ShardPlan {
  readonly parent: number;
  readonly records: readonly RecordPlan[];
}

export interface RecordPlan {
  readonly item: number;
  /** Seconds since the record before it. */
  readonly gapSeconds: number;
  /** How often it fails: 0 never, 99 always. */
  readonly failures: number;
  readonly isFilteredOut: boolean;
}

const record = fc.record<RecordPlan>({
  item: fc.nat(4),
  gapSeconds: fc.oneof({ weight: 6, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.constantFrom(7, 40, 90) }),
  failures: fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 }) },
    { weight: 1, arbitrary: fc.constant(99) },
  ),
  isFilteredOut: fc.boolean(),
});

const fault = fc.constantFrom('throttle', 'serviceError', 'timeout', 'crash', 'redeliver');

/** Every kind of scenario that the simulator knows, small enough to shrink well. */
export const plans: fc.Arbitrary<Plan> = fc.record<Plan>({
  shards: fc.array(
    fc.record<ShardPlan>({
      parent: fc.integer({ min: -2, max: 2 }),
      records: fc.array(record, { minLength: 1, maxLength: 24, size: 'max' }),
    }),
    { minLength: 1, maxLength: 3, size: 'max' },
  ),
  batchSize: fc.integer({ min: 1, max: 9 }),
  batchingWindowSeconds: fc.constantFrom(0, 0, 1, 5),
  retries: fc.constantFrom(-1, 0, 1, 2, 3),
  ageSeconds: fc.constantFrom(-1, -1, 60, 120),
  bisects: fc.boolean(),
  reports: fc.constantFrom(true, true, false),
  mode: fc.constantFrom('plain', 'lanes', 'window', 'filter'),
  lanes: fc.integer({ min: 2, max: 4 }),
  windowSeconds: fc.constantFrom(1, 5, 30),
  startsAtLatest: fc.boolean(),
  hasDestination: fc.boolean(),
  refusesEvery: fc.constantFrom(0, 0, 2, 3),
  durationMs: fc.constantFrom(0, 1, 130, 900),
  style: fc.constantFrom('throw', 'reportFirst', 'reportFirst', 'reportAll', 'malformed', 'unknownIdentifier'),
  faults: fc.array(fc.tuple(fc.nat(25), fault), { maxLength: 4, size: 'max' }),
  pauses: fc.array(fc.tuple(fc.nat(60_000), fc.integer({ min: 1, max: 30_000 })), { maxLength: 2 }),
  updates: fc.array(fc.tuple(fc.nat(60_000), fc.integer({ min: 1, max: 9 })), { maxLength: 1 }),
  splits: fc.array(fc.integer({ min: 1, max: 40_000 }), { maxLength: 1 }),
  latestGapMs: fc.constantFrom(0, 0, 900, 5000),
  updateDelayMs: fc.constantFrom(0, 0, 300, 20_000),
  documents: fc.constantFrom('mergeBisected', 'mergeBisected', 'onePerBatch', 'mergeNeighbours'),
  callAcrossUpdate: fc.constantFrom('oldSettings', 'oldSettings', 'newSettings'),
  readers: fc.constantFrom(1, 1, 2, 3),
  seed: fc.nat(1000),
});
