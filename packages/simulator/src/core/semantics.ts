/**
 * What AWS leaves undocumented, each with the default that this simulator takes. The U-numbers are those of
 * docs/BEHAVIOURS.md, which states the evidence for each.
 */
export interface Semantics {
  /** U1: wait before the same batch is sent again. Recorded: the first wait is about 0.2 s (S28). */
  readonly backoff: { readonly firstMs: number; readonly factor: number; readonly maxMs: number };
  /** U2: whether the suffix behind a partial failure is topped up with newer records (S25). */
  readonly suffixTopUp: boolean;
  /** U3: an `itemIdentifier` that is a JSON number equal to a sequence number of the batch. */
  readonly numericIdentifier: 'malformed' | 'accepted';
  /** U3: an answer that is JSON but no object (`"ok"`, `5`, `true`, `[1]`). */
  readonly nonObjectResponse: 'success' | 'failure';
  /** U3: `batchItemFailures` that is neither a list nor null. */
  readonly nonListReport: 'failure' | 'success';
  /** U3: a report in which one entry is good and another is bad. */
  readonly mixedReport: 'failure' | 'useValidEntries';
  /** U4: when the batching window of an idle shard starts (S6). */
  readonly batchingWindowStart: 'firstRecordOrPreviousCall' | 'previousCall';
  /** U5: which lane takes an item when ParallelizationFactor is above 1 (S43). */
  readonly laneAssignment: 'hash' | 'leastLoaded';
  /** U5: records read ahead of a blocked lane, so that the other lanes go on; at least one batch a lane. */
  readonly laneReadAheadRecords: number;
  /**
   * U6: documents of neighbouring discarded batches (S37): merged where they are sent together, when the batch that bisect
   * took apart is worked out; one each; or merged wherever neighbours follow each other, bisect or not.
   */
  readonly documents: 'mergeBisected' | 'onePerBatch' | 'mergeNeighbours';
  /**
   * U6: when the document of what bisect isolated is sent: when the whole batch is worked out, or when it is given up.
   */
  readonly documentTime: 'afterBisectedBatch' | 'atDiscard';
  /** U7: whether throttled and failed sends raise `approximateInvokeCount` (S29). */
  readonly rejectionsCountAsInvokes: boolean;
  /** U8: whether records lost to the 24 h retention are reported to the destination (S38). */
  readonly retentionExpiryDocument: boolean;
  /** S38: a record whose age equals the limit. */
  readonly ageBoundary: 'expired' | 'kept';
  /** S38: the retry counter of a batch that lost an expired prefix. */
  readonly counterAfterPartialExpiry: 'kept' | 'fresh';
  /** U9: later records of a window that was terminated early (S52). */
  readonly afterEarlyTermination: 'newInstance' | 'skipRecords';
  /** U9: the final call of a window whose records were all discarded (S54). */
  readonly finalCallOfEmptyWindow: 'sent' | 'skipped';
  /** U9: whether the `state` beside a partial report counts (S56). */
  readonly stateOfPartialReport: 'used' | 'ignored';
  /**
   * U9: an open window when the mapping is disabled and enabled again (S57): it goes on with its state, or all its records
   * come again, to a new state or to the one that counts them already.
   */
  readonly windowAcrossDisable: 'kept' | 'replayed' | 'replayedOntoState';
  /** U9: from when the age of a failing final call counts (S56). */
  readonly finalCallAge: 'closing' | 'windowStart' | 'windowEnd';
  /** U10: bytes of one event (S8). */
  readonly payloadLimitBytes: number;
  /** U10: bytes of the JSON of a window's state (S52). */
  readonly stateLimitBytes: number;
  /** Bytes of one answer; a larger one is a function error. */
  readonly responseLimitBytes: number;
  /** U12: DroppedEventCount of discarded records when no destination is set (S58). */
  readonly droppedWithoutDestination: 'counted' | 'notCounted';
  /** U13: how long after its end a window without further records is closed (S50). */
  readonly idleWindowCloseMs: number;
  /**
   * S2: what LATEST misses: the records created in the first milliseconds after the creation of the mapping, and after each
   * update or enable that restarts its polls.
   */
  readonly latestGapMs: { readonly creation: number; readonly update: number };
  /** S2: from when LATEST counts where a mapping is created disabled. */
  readonly latestOfDisabled: 'creation' | 'firstEnable';
  /** S1: how long it takes from the creation of the mapping to the first poll. */
  readonly startUpDelayMs: number;
  /** S3: how long it takes until an update, a disable or an enable takes effect; until then the old settings hold. */
  readonly updateDelayMs: number;
  /** S44: how long it takes until a shard is read when its last parent is finished. */
  readonly rollOverDelayMs: number;
  /** S62: by which settings a call is judged that was under way when an update took effect. */
  readonly callAcrossUpdate: 'oldSettings' | 'newSettings';
  /** S65: how many read each shard, this mapping included; more than two are throttled. */
  readonly readersOfShard: number;
  /** S1: how often a shard is polled. */
  readonly pollIntervalMs: number;
  /** How long the stream keeps a record: 24 hours. */
  readonly retentionMs: number;
}

/** The default of each knob; docs/BEHAVIOURS.md says what each rests on. */
export const defaultSemantics: Semantics = {
  backoff: { firstMs: 200, factor: 2, maxMs: 60_000 },
  suffixTopUp: false,
  numericIdentifier: 'malformed',
  nonObjectResponse: 'success',
  nonListReport: 'failure',
  mixedReport: 'failure',
  batchingWindowStart: 'firstRecordOrPreviousCall',
  laneAssignment: 'hash',
  laneReadAheadRecords: 10_000,
  documents: 'mergeBisected',
  documentTime: 'afterBisectedBatch',
  rejectionsCountAsInvokes: false,
  retentionExpiryDocument: false,
  ageBoundary: 'expired',
  counterAfterPartialExpiry: 'kept',
  afterEarlyTermination: 'newInstance',
  finalCallOfEmptyWindow: 'sent',
  stateOfPartialReport: 'used',
  windowAcrossDisable: 'kept',
  finalCallAge: 'closing',
  payloadLimitBytes: 6 * 1024 * 1024,
  stateLimitBytes: 1024 * 1024,
  responseLimitBytes: 6 * 1024 * 1024 + 100,
  droppedWithoutDestination: 'counted',
  idleWindowCloseMs: 120_000,
  latestGapMs: { creation: 0, update: 0 },
  latestOfDisabled: 'creation',
  startUpDelayMs: 0,
  updateDelayMs: 0,
  rollOverDelayMs: 0,
  callAcrossUpdate: 'oldSettings',
  readersOfShard: 1,
  pollIntervalMs: 250,
  retentionMs: 24 * 60 * 60 * 1000,
};
