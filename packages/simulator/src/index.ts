export { checkCheckpoints } from './check/checkCheckpoints.ts';
export { checkDiscarded, type ExpectedDiscard } from './check/checkDiscarded.ts';
export { checkEffectForEveryRecord, type EveryRecordOptions } from './check/checkEffectForEveryRecord.ts';
export { checkEffects, type ExpectedEffect, type ExpectedEffects } from './check/checkEffects.ts';
export { checkInvoked, type ExpectedInvocations } from './check/checkInvoked.ts';
export { type CheckerUsageCode, CheckerUsageError, isCheckerUsageError } from './check/checkerUsageError.ts';
export { checkItemOrder } from './check/checkItemOrder.ts';
export { checkIteratorAge } from './check/checkIteratorAge.ts';
export { checkLimits, type LimitFacts } from './check/checkLimits.ts';
export { checkRead, type ExpectedRead } from './check/checkRead.ts';
export { checkRepeatedEffects } from './check/checkRepeatedEffects.ts';
export { checkRetryBudget } from './check/checkRetryBudget.ts';
export { checkSettled, type SettledOptions } from './check/checkSettled.ts';
export { checkWarnings } from './check/checkWarnings.ts';
export { discardConditions } from './check/discardConditions.ts';
export { documentMisfit } from './check/documentMisfit.ts';
export type { Finding, FindingCode } from './check/finding.ts';
export { type PlacedEffect } from './check/effectsIn.ts';
export { type RecordFate, recordFates } from './check/recordFates.ts';
export { type RepeatedEffect, repeatedEffects } from './check/repeatedEffects.ts';
export { defaultSemantics, type Semantics } from './core/semantics.ts';
export type { DiscardCondition, SkipReason } from './core/command.ts';
export type { Delivery } from './destination/delivery.ts';
export type { WindowBounds } from './destination/windowBounds.ts';
export { compileFilterCriteria } from './filter/compileFilterCriteria.ts';
export type { FilterCriteria } from './filter/filterCriteria.ts';
export {
  type ExplainedFilter,
  explainFilters,
  type FailedCondition,
  type FilterExplanation,
} from './filter/explainFilters.ts';
export { filterWarnings } from './filter/filterWarnings.ts';
export type {
  EffectObserver,
  ObservedEffect,
  ObservedInvocation,
  WatchedInvocation,
} from './function/effectObserver.ts';
export { type DestinationKind, destinationKind } from './mapping/destinationKind.ts';
export type { EventSourceMapping, ResolvedMapping } from './mapping/eventSourceMapping.ts';
export {
  createMapping,
  deleteMapping,
  type EventSourceMappings,
  getMapping,
  type MappingUpdate,
  type MappingWorld,
  noMappings,
  settleMappings,
  updateMapping,
} from './mapping/eventSourceMappings.ts';
export type { MappingAnswer, MappingState } from './mapping/mappingAnswer.ts';
export { isMappingError, MappingError } from './words/mappingError.ts';
export { resolveMapping } from './mapping/resolveMapping.ts';
export { elapse } from './function/lambdaContext.ts';
export { attemptFaults } from './scenario/attemptFaults.ts';
export { type CrashPoint, type EffectFault, effectFaults, type FaultyEffect } from './scenario/effectFault.ts';
export { type RuntimeName, runtimeNames, runtimeOf } from './scenario/runtime.ts';
export type { StreamingTable, TableImage, TableWrite } from './scenario/streamingTable.ts';
export type { OwnScenario, Scenario } from './scenario/scenario.ts';
export { isScenarioError, type LoopStep, ScenarioError, type ScenarioErrorCode } from './scenario/scenarioError.ts';
export type {
  Attempt,
  Fault,
  InvocationStart,
  LambdaHandler,
  RecordSource,
  ScenarioAction,
  ScenarioOptions,
  SemanticsOptions,
  ShardOptions,
} from './scenario/scenarioOptions.ts';
export { type OpenStream, openStream } from './stream/openStream.ts';
export { rollovers } from './stream/reshard.ts';
export { createSimulation, restoreSimulation, simulate } from './run/simulate.ts';
export { type MappingOptions, simulateTogether, type TogetherOptions } from './run/simulateTogether.ts';
export type { RunOptions, Simulation, SnapshotChanges } from './run/simulation.ts';
export type { Snapshot } from './run/snapshot.ts';
export { type EffectEvent, type EffectOutcome, wasDone } from './trace/effectEvent.ts';
export { lifeEvents, lifeOf, type LifeEvent } from './trace/lifeOf.ts';
export type { MappingMetrics } from './trace/mappingMetrics.ts';
export { reproduceLine } from './trace/reproduceLine.ts';
export type {
  Checkpoint,
  DiscardedRecord,
  Invocation,
  LastProcessingResult,
  Trace,
  TraceWarning,
} from './trace/trace.ts';
export type { TraceEvent } from './trace/traceEvent.ts';
export { traceLines } from './trace/traceLines.ts';

// For the other packages of millrace, and no part of what a version promises.
export { capitalised } from './words/capitalised.ts';
export { counted } from './words/counted.ts';
export { type ErrorBrand, errorBrand } from './words/errorBrand.ts';
export { extendExpects } from './words/extendExpects.ts';
export { givenText } from './words/givenText.ts';
export { isErrorOfAnyRealm } from './words/isErrorOfAnyRealm.ts';
export { isObject } from './words/isObject.ts';
export { isThenable } from './words/isThenable.ts';
export { printable } from './words/printable.ts';
export { reasonOf } from './words/reasonOf.ts';
export { processEnd, type ProcessEnding, processEndings } from './function/processEnd.ts';
export { recordsOfEffect, wasDoneInTime } from './trace/effectEvent.ts';
export { whereToRead } from './words/whereToRead.ts';
