/** What a checker can find; the checker named in the comment says what each one means. */
export type FindingCode =
  // checkSettled
  | 'pending'
  | 'lostToRetention'
  | 'missedByLatest'
  | 'discardedWithoutDestination'
  | 'documentRefused'
  | 'windowLost'
  | 'windowPending'
  | 'reportUnheard'
  | 'escaped'
  | 'otherRecordCount'
  // checkItemOrder
  | 'deliveredOutOfOrder'
  | 'steppedBack'
  | 'itemInTwoCalls'
  // checkDiscarded
  | 'notDiscarded'
  | 'unexpectedDiscard'
  | 'otherCondition'
  // checkInvoked
  | 'invocationCount'
  | 'otherBatch'
  // checkRead, checkInvoked
  | 'notRead'
  // checkEffects
  | 'effectCount'
  | 'otherEffect'
  // checkRepeatedEffects
  | 'effectRepeated'
  // checkEffectForEveryRecord
  | 'effectLate'
  | 'effectMissing'
  // checkIteratorAge
  | 'iteratorTooOld'
  // checkWarnings
  | 'warned'
  // checkCheckpoints
  | 'checkpointMovedBack'
  | 'checkpointPassedUnsettled'
  | 'checkpointPassedUnread'
  | 'readBehindCheckpoint'
  // checkLimits
  | 'batchTooLarge'
  | 'batchOutOfOrder'
  | 'batchOfOtherShard'
  | 'batchOutsideWindow'
  | 'emptyBatch'
  | 'payloadTooLarge'
  | 'tooManyCalls'
  // checkRetryBudget
  | 'answerWithoutCall'
  | 'attemptMiscounted'
  | 'batchChanged'
  | 'batchSentAgain'
  | 'failureUnanswered'
  | 'invokeCountWrong'
  | 'notSplit'
  | 'retryBudgetNotUsed'
  | 'retryBudgetOverrun'
  | 'splitWrong';

/** One thing that a checker found wrong with a run. */
export interface Finding {
  readonly code: FindingCode;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** The shard that it happened in; absent when it is about the whole run. */
  readonly shardId?: string;
  /** The records that it is about, in the order of the shard. */
  readonly sequenceNumbers: readonly string[];
  /** Where it can be seen: indexes into `trace.events`, ascending. */
  readonly eventIndexes: readonly number[];
}
