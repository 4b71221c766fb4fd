import type { EventSourceMapping } from '@millrace/simulator';
import { type CheckCase, codes, type FindingCode } from './checkCase.ts';

// What each handler of `handlers` does wrong, all of it. A code stands for a fault, not for each of its consequences:
// - what fails after the answer is `answersBeforeDone`, not `swallowsErrors`, and what a call that failed leaves under way is
//   neither: it is tried again
// - what repeats because it is behind a failure that is reported is `runsOnBehindFailure`, not `repeatsOnRetry`
// - `repeatsOnRetry` is what a call that failed had done; `repeatsOnRedelivery` what one that succeeded had
// - `effectsNotAtomic` knows what it did, and loses or doubles it where the process ends in between
// - an answer that says nothing is `swallowsErrors`; one that means to say something, or says all is well, `hidesFailure`

/** Gives up what fails for ever, alone, and keeps it. */
const plain: EventSourceMapping = {
  StartingPosition: 'TRIM_HORIZON',
  BatchSize: 10,
  BisectBatchOnFunctionError: true,
  MaximumRetryAttempts: 5,
  DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:discarded' } },
};
const reporting: EventSourceMapping = { ...plain, FunctionResponseTypes: ['ReportBatchItemFailures'] };
const endless: EventSourceMapping = { StartingPosition: 'TRIM_HORIZON', BatchSize: 10 };
const hasty: EventSourceMapping = { ...endless, MaximumRetryAttempts: 2 };

type More = Partial<Pick<CheckCase, 'codes' | 'mapping' | 'view'>>;

function bad(
  file: string,
  why: string,
  { codes = [], mapping = plain, view = 'NEW_AND_OLD_IMAGES' }: More = {},
): CheckCase {
  const [code = ''] = file.split('-');
  return { file: `bad/${file}`, why, codes: [code as FindingCode, ...codes], mapping, view };
}

function good(file: string, why: string, mapping: EventSourceMapping = plain): CheckCase {
  return { file: `good/${file}`, why, codes: [], mapping, view: 'NEW_AND_OLD_IMAGES' };
}

export const badCases: readonly CheckCase[] = [
  bad('skipsRecords-firstRecordOnly.ts', 'looks at Records[0] alone'),
  bad('skipsRecords-returnForContinue.cjs', 'a MODIFY ends the loop'),
  bad('skipsRecords-endsAtRemove.mjs', 'a REMOVE ends the loop, and none is among its records'),
  bad('skipsRecords-catchAroundTheLoop.ts', 'what fails over a REMOVE is logged, and those behind it are left', {
    codes: ['swallowsErrors'],
  }),
  bad('answersBeforeDone-forEach.js', 'forEach does not wait, and nobody listens when a write fails', {
    codes: ['unhandledRejection'],
  }),
  bad('answersBeforeDone-callbackEarly.cjs', 'calls back at once, and the event loop is not waited for'),
  bad('answersBeforeDone-missingAwait.ts', 'the second write is not awaited, and nobody listens when it fails', {
    codes: ['unhandledRejection'],
  }),
  bad('unhandledRejection-startedFirst.ts', 'what was started first may fail before it is awaited'),
  bad('unhandledRejection-forkedFinally.js', 'the promise that finally makes fails too, and is thrown away'),
  bad('swallowsErrors-catchAndLog.ts', 'a write that failed is logged, and its record counts as processed'),
  bad('swallowsErrors-allSettled.js', 'the results of allSettled are thrown away'),
  bad('swallowsErrors-sqsFailedEntries.cjs', 'Failed of SendMessageBatch is not looked at'),
  bad(
    'swallowsErrors-eventBridgeFailedEntries.ts',
    'FailedEntryCount is only logged; and PutEvents has no deduplication',
    {
      codes: ['repeatsOnRedelivery'],
    },
  ),
  bad('swallowsErrors-powertoolsNotReturned.ts', 'the report of Powertools is awaited, and not returned', {
    mapping: reporting,
  }),
  bad('wrongIdentifier-eventId.ts', 'reports eventID', { mapping: reporting }),
  bad('wrongIdentifier-orderId.mjs', "reports the item's key", { mapping: reporting }),
  bad('wrongIdentifier-messageId.js', 'reports messageId, which a record of a stream does not have', {
    mapping: reporting,
  }),
  bad('hidesFailure-statusCode.js', 'answers { statusCode: 500 }, as if for a web server'),
  bad('hidesFailure-misspelt.ts', 'answers batchItemFailure, without its s', { mapping: reporting }),
  bad('hidesFailure-emptyReport.cjs', 'the report is empty: concat changes nothing', { mapping: reporting }),
  bad(
    'runsOnBehindFailure-highWaterMark.ts',
    'what was counted behind a failure keeps the failed one from being counted',
    {
      mapping: reporting,
    },
  ),
  bad(
    'runsOnBehindFailure-collects.cjs',
    'publishes what is behind a failure, and again; a topic has no deduplication',
    {
      mapping: reporting,
      codes: ['repeatsOnRedelivery'],
    },
  ),
  bad('breaksItemOrder-promiseAll.ts', 'two changes of an order are written at once'),
  bad('breaksItemOrder-removesFirst.mjs', 'deletions first: an order that was written and then removed stays'),
  bad('breaksOnRemove-unmarshall.ts', 'unmarshalls NewImage of a REMOVE'),
  bad('breaksOnRemove-fromImage.cjs', 'reads NewImage of a REMOVE'),
  bad('breaksOnMissingImage-oldOfModify.js', 'reads OldImage, and the view is NEW_IMAGE', { view: 'NEW_IMAGE' }),
  bad('breaksOnMissingImage-oldOfInsert.ts', 'compares with OldImage of an INSERT'),
  bad('repeatsOnRetry-throwsInLoop.ts', 'publishes again what came before the failure; a topic has no deduplication', {
    codes: ['repeatsOnRedelivery'],
  }),
  bad('repeatsOnRetry-marksAtTheEnd.js', 'remembers what it published only when all of it was'),
  bad('repeatsOnRedelivery-notification.ts', 'publishes again what comes again', { mapping: reporting }),
  bad('repeatsOnRedelivery-counter.cjs', 'counts again what comes again', { mapping: reporting }),
  bad('effectsNotAtomic-claimsFirst.ts', 'claimed and not counted, it is never counted'),
  bad('effectsNotAtomic-twoTotals.mjs', 'counted in the first total and not in the second, it never is'),
  bad('keepsStateBetweenCalls-pending.js', 'writes what earlier calls wrote'),
  bad('keepsStateBetweenCalls-seenInMemory.ts', 'what failed once counts as seen'),
  bad('keepsStateBetweenCalls-failuresOfTheClass.cjs', 'reports the failures of earlier calls', { mapping: reporting }),
  bad('changesItsEvent-shift.js', 'takes the records out of the event'),
  bad('changesItsEvent-unmarshallInPlace.ts', 'a middleware writes plain images over those of the event'),
  bad('neverSettles-countdown.js', 'when a write fails, the countdown never comes to 0'),
  bad('neverSettles-heldSlot.ts', 'when a write fails, its slot is never free again'),
  bad('mappingMismatch-reportNotAsked.ts', 'reports to a mapping without ReportBatchItemFailures'),
  bad('mappingMismatch-powertools.mjs', 'reports to a mapping without ReportBatchItemFailures'),
  bad('mappingMismatch-noWindow.cjs', 'answers with the state of a window, and the mapping has none'),
  bad('selfTriggerLoop-updatedAt.ts', 'its own update is the next record'),
  bad('selfTriggerLoop-history.cjs', 'writes a history of its history to the table'),
  bad('blocksShard-validates.ts', 'throws on a record as long as it is there', { mapping: endless }),
  bad('blocksShard-reportsForEver.mjs', 'reports a record as long as it is there', {
    mapping: { ...endless, FunctionResponseTypes: ['ReportBatchItemFailures'] },
  }),
  bad('losesInnocents-validates.js', 'throws, and the batch is given up whole', { mapping: hasty }),
  bad('losesInnocents-middyValidator.ts', 'refuses the batch for one record, and it is given up whole', {
    mapping: hasty,
  }),
];

export const goodCases: readonly CheckCase[] = [
  good('replica.ts', 'the same put again does no harm'),
  good('conditionalVersion.mjs', 'all at once, and no older image takes the place of a newer one'),
  good('transactLedger.ts', 'counted and remembered in one transaction'),
  good('ownPoisonQueue.js', 'what fails goes to a queue of its own, on purpose'),
  good('batchSizeOne.ts', 'Records[0] is all there is', { ...plain, BatchSize: 1 }),
  good('filterDropsRemove.cjs', 'no REMOVE comes', {
    ...plain,
    FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT","MODIFY"]}' }] },
  }),
  good('configCache.ts', 'what is kept between calls is configuration'),
  good('fifoNotifications.ts', 'a FIFO topic takes a deduplication id once', reporting),
  good('allSettledReports.mjs', 'entries of a log behind a failure are the same again', reporting),
  good('groupedByItem.ts', 'side by side only what is of different orders'),
  good('batchWriteUnprocessed.cjs', 'tries again what was not processed, then throws'),
  good('sqsFailedEntries.ts', 'reports the failed entries of a batch of messages', reporting),
  good('writesOwnTableOnce.js', 'its own change brings nothing more to write'),
  good('middyReports.ts', 'logs a failure and reports it', reporting),
  good('powertoolsBatch.mjs', 'reports what failed', reporting),
  good('leavesOthersAlone.mjs', 'a REMOVE is none of its business, those behind it are'),
  good('onlyShipped.cjs', 'other changes are none of its business'),
  good('callbacks.cjs', 'calls back when all is done'),
  good('copiesItsEvent.js', 'changes a copy'),
  good('lastOfEachItem.ts', 'of the changes of an order only the last one counts'),
  good('searchIndex.mjs', 'PUT and DELETE can be repeated'),
  good('idempotencyKey.ts', 'the other side takes a key once', reporting),
  good('windowSum.ts', 'keeps its sum in the state of the window', { ...plain, TumblingWindowInSeconds: 60 }),
  good('triesAgain.js', 'catches, tries again, and throws in the end'),
];

export const cases: readonly CheckCase[] = [...badCases, ...goodCases];

/** The first bad one of each code, and five good ones in five styles: what the tests run each time. */
export const representative: readonly CheckCase[] = [
  ...codes.flatMap((code) => badCases.filter(({ file }) => file.startsWith(`bad/${code}-`)).slice(0, 1)),
  ...goodCases.filter(({ file }) => /(?:replica|callbacks|middyReports|powertoolsBatch|transactLedger)\./.test(file)),
];
