import type { SemanticsOptions } from '@millrace/simulator';
import type { MappingCase } from '../conformance/mappingCase.ts';
import { experiments } from './experiments.ts';
import { recordAws } from './recordAws.ts';
import { stubOfAws } from './stubOfAws.ts';

export const stack = {
  StreamArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2026-11-02T00:00:00.000',
  FunctionName: 'f',
  QueueArn: 'arn:aws:sqs:us-east-1:123456789012:q',
};

/** What an experiment prints and writes at an account that has these semantics. */
export async function recorded(
  id: string,
  semantics: SemanticsOptions,
): Promise<{ readonly told: string; readonly mappingCase: MappingCase }> {
  const lines: string[] = [];
  let text = '';
  const outlet = {
    print: (line: string) => void lines.push(line),
    write: (_: string, written: string) => void (text = written),
  };
  const chosen = experiments.filter((experiment) => experiment.id === id);
  const failed = await recordAws(stack, stubOfAws(semantics), outlet, chosen);
  if (failed.length > 0) throw new Error(lines.join('\n'));
  return { told: lines.join('\n'), mappingCase: JSON.parse(text) as MappingCase };
}

/** For each value of each knob that an experiment asks about, what it prints where AWS has that value. */
export const outcomes: readonly (readonly [id: string, semantics: SemanticsOptions, told: string])[] = [
  ['X1a', { documents: 'mergeBisected' }, 'semantics.documents is "mergeBisected"'],
  ['X1a', { documents: 'onePerBatch' }, 'semantics.documents is "onePerBatch"'],
  ['X1b', { documents: 'mergeBisected' }, 'semantics.documents is "mergeBisected"'],
  ['X1b', { documents: 'onePerBatch' }, 'semantics.documents is "onePerBatch"'],
  ['X1c', { documents: 'mergeBisected' }, 'semantics.documents is "mergeBisected"'],
  ['X1c', { documents: 'onePerBatch' }, 'semantics.documents is "onePerBatch"'],
  ['X1d', {}, 'semantics.documents is "none that merges over a gap"'],
  ['X1e', {}, 'semantics.documents is "none that merges whole batches"'],
  ['X1e', { documents: 'mergeNeighbours' }, 'semantics.documents is "mergeNeighbours"'],
  ['X1f', {}, 'semantics.documentTime is "afterBisectedBatch"'],
  ['X1f', { documentTime: 'atDiscard' }, 'semantics.documentTime is "atDiscard"'],
  ['X2', {}, 'semantics.batchingWindowStart is "firstRecordOrPreviousCall"'],
  ['X2', { batchingWindowStart: 'previousCall' }, 'semantics.batchingWindowStart is "previousCall"'],
  ['X3', {}, 'semantics.stateOfPartialReport is "used"'],
  ['X3', { stateOfPartialReport: 'ignored' }, 'semantics.stateOfPartialReport is "ignored"'],
  ['X4', {}, 'semantics.suffixTopUp is false'],
  ['X4', { suffixTopUp: true }, 'semantics.suffixTopUp is true'],
  ['X5a', {}, 'semantics.laneAssignment is "hash"'],
  ['X5a', { laneAssignment: 'leastLoaded' }, 'semantics.laneAssignment is "leastLoaded"'],
  ['X5b', {}, 'semantics.laneReadAheadRecords is "about '],
  ['X5b', { laneReadAheadRecords: 20_000 }, 'semantics.laneReadAheadRecords is "11712 or more"'],
  ['X6', {}, 'semantics.idleWindowCloseMs is 120000'],
  ['X6', { idleWindowCloseMs: Infinity }, 'semantics.idleWindowCloseMs is Infinity'],
  ['X8a', {}, 'semantics.finalCallOfEmptyWindow is "sent"'],
  ['X8a', { finalCallOfEmptyWindow: 'skipped' }, 'semantics.finalCallOfEmptyWindow is "skipped"'],
  ['X8b', {}, 'semantics.windowAcrossDisable is "kept"'],
  ['X8b', { windowAcrossDisable: 'replayed' }, 'semantics.windowAcrossDisable is "replayed"'],
  ['X8b', { windowAcrossDisable: 'replayedOntoState' }, 'semantics.windowAcrossDisable is "replayedOntoState"'],
  ['X8c', {}, 'semantics.finalCallAge is "closing"'],
  ['X8c', { finalCallAge: 'windowStart' }, 'semantics.finalCallAge is "windowStart"'],
  ['X8c', { finalCallAge: 'windowEnd' }, 'semantics.finalCallAge is "windowEnd"'],
  ['X9', {}, 'semantics.backoff is {"firstMs":200,"factor":2,"maxMs":60000}'],
  ['X9', { backoff: { firstMs: 100, factor: 3, maxMs: 90_000 } }, '{"firstMs":100,"factor":3,"maxMs":90000}'],
  ['X10a', {}, 'semantics.stateLimitBytes is "1048576 or more"'],
  ['X10a', { stateLimitBytes: 1_000_000 }, 'semantics.stateLimitBytes is "below 1048576"'],
  ['X10b', {}, 'semantics.stateLimitBytes is "below 1048577"'],
  ['X10c', {}, 'semantics.afterEarlyTermination is "newInstance"'],
  ['X10c', { afterEarlyTermination: 'skipRecords' }, 'semantics.afterEarlyTermination is "skipRecords"'],
  ['X10d', {}, 'semantics.payloadLimitBytes is "6291'],
  ['X10d', { payloadLimitBytes: 6_200_000 }, 'semantics.payloadLimitBytes is "6199'],
  ['X10e', {}, 'semantics.rejectionsCountAsInvokes is false'],
  ['X10e', { rejectionsCountAsInvokes: true }, 'semantics.rejectionsCountAsInvokes is true'],
  ['X11a', {}, 'semantics.numericIdentifier is "malformed"'],
  ['X11a', { numericIdentifier: 'accepted' }, 'semantics.numericIdentifier is "accepted"'],
  ['X11b', {}, 'semantics.nonObjectResponse is "success"'],
  ['X11b', { nonObjectResponse: 'failure' }, 'semantics.nonObjectResponse is "failure"'],
  ['X11c', {}, 'semantics.nonListReport is "failure"'],
  ['X11c', { nonListReport: 'success' }, 'semantics.nonListReport is "success"'],
  ['X11d', {}, 'semantics.mixedReport is "failure"'],
  ['X11d', { mixedReport: 'useValidEntries' }, 'semantics.mixedReport is "useValidEntries"'],
  ['X11e', {}, 'semantics.responseLimitBytes is "6291556 or more"'],
  ['X11e', { responseLimitBytes: 6_000_000 }, 'semantics.responseLimitBytes is "below 6291556"'],
  ['X11f', {}, 'semantics.responseLimitBytes is "below 6291557"'],
  ['X12', {}, 'semantics.droppedWithoutDestination is "counted"'],
  ['X12', { droppedWithoutDestination: 'notCounted' }, 'semantics.droppedWithoutDestination is "notCounted"'],
  ['X13', {}, 'semantics.counterAfterPartialExpiry is "kept"'],
  ['X13', { counterAfterPartialExpiry: 'fresh' }, 'semantics.counterAfterPartialExpiry is "fresh"'],
  ['X14', {}, 'semantics.latestGapMs is {"creation":0,"update":0}'],
  ['X14', { latestGapMs: 20_000 }, 'semantics.latestGapMs is {"creation":19'],
  ['X14', {}, 'semantics.startUpDelayMs is 0'],
  ['X14', { startUpDelayMs: 60_000 }, 'semantics.startUpDelayMs is 60000'],
  ['X14', {}, 'semantics.updateDelayMs is 0'],
  ['X14', { updateDelayMs: 40_000 }, 'semantics.updateDelayMs is 39'],
  ['X14', {}, 'semantics.pollIntervalMs is "about 2'],
  ['X14', { pollIntervalMs: 1000 }, 'semantics.pollIntervalMs is "about 9'],
  ['X15', {}, 'semantics.rollOverDelayMs is "about 1'],
  ['X15', { rollOverDelayMs: 60_000 }, 'semantics.rollOverDelayMs is "about 56'],
  ['X16', {}, 'semantics.callAcrossUpdate is "oldSettings"'],
  ['X16', { callAcrossUpdate: 'newSettings' }, 'semantics.callAcrossUpdate is "newSettings"'],
  ['X17', {}, 'semantics.latestOfDisabled is "creation"'],
  ['X17', { latestOfDisabled: 'firstEnable' }, 'semantics.latestOfDisabled is "firstEnable"'],
  ['X7', {}, 'semantics.retentionExpiryDocument is false'],
  ['X7', { retentionExpiryDocument: true }, 'semantics.retentionExpiryDocument is true'],
  ['X7', {}, 'semantics.retentionMs is "863'],
];
