import type { FindingCode } from './finding.ts';
import type { Probe } from './probe.ts';

/** The words for a code, and the probes without which it cannot be told. */
export interface Advice {
  readonly what: string;
  readonly why: string;
  readonly mend: string;
  readonly needs: readonly Probe['kind'][];
  /** Probes that may show it too, and that it can be told without. */
  readonly also?: readonly Probe['kind'][];
  /** Whether it is told by what the handler writes or sends: where nothing of that is seen, there is nothing to tell. */
  readonly needsEffects?: true;
  readonly needsMapping?: true;
}

const idempotent =
  "Make the effect idempotent by the record's event id: a condition (`ConditionExpression: 'attribute_not_exists(pk)'`), a key of the service " +
  '(`Idempotency-Key`, `MessageDeduplicationId`), or `idempotent(work, { persistenceStore })` of `@millrace/handler/idempotency`.';
const inOrder =
  'Work on the records one after the other, and report the first that fails:\n' +
  'for (const record of event.Records) {\n  try { await work(record); }\n' +
  '  catch { return { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] }; }\n}\nreturn { batchItemFailures: [] };';
const limits =
  'Give the mapping limits, and a place for what is given up:\nMaximumRetryAttempts: 5\nBisectBatchOnFunctionError: true\n' +
  'FunctionResponseTypes: [ReportBatchItemFailures]\nDestinationConfig: { OnFailure: { Destination: !GetAtt Failures.Arn } }';

/** What each code means, for somebody who reads it for the first time. */
export const advice: Readonly<Record<FindingCode, Advice>> = {
  neverSettles: {
    what: 'A call of the handler never comes to its end.',
    why: 'A time-out is a failure of the whole batch, which comes again and holds up its shard (S30, S32).',
    mend: 'Answer in every branch: make the handler async and return, or call the callback once. Report only records that failed. What it waits for has to come: open the connection, and give each call a limit of time.',
    needs: ['batch'],
    also: ['effectFault'],
  },
  skipsRecords: {
    what: 'Of a batch, the handler works on some records only.',
    why: 'A batch has up to BatchSize records (S4, S7). A success counts for all of them (S20): those that were skipped are lost, silently.',
    mend: 'Go through all records, and do not return inside of the loop:\nfor (const record of event.Records) await work(record);',
    needs: ['batch', 'oneByOne', 'alone', 'without'],
    also: ['behindOther'],
    needsEffects: true,
  },
  swallowsErrors: {
    what: 'A call that the handler makes fails, and the batch counts as processed.',
    why: 'Lambda tries again what fails, and nothing else: the checkpoint moves on, and the record never comes again (S20, S21).',
    mend: `Let the error out, or report the record. Look at \`response.ok\` after \`fetch\`, and at the failed entries of a batch.\n${inOrder}`,
    needs: ['effectFault'],
    also: ['partlyFail'],
    needsEffects: true,
  },
  hidesFailure: {
    what: 'The handler answers with a failure in a form that Lambda does not read.',
    why: 'Only a throw fails a batch, or `batchItemFailures` with entries where the mapping asks for it (S20). Any other answer is a success.',
    mend: `Throw, or answer with exactly this:\n${inOrder}`,
    needs: ['effectFault'],
    needsEffects: true,
  },
  wrongIdentifier: {
    what: 'The handler reports a record that Lambda does not find in the batch, or one behind the failed one.',
    why: 'An identifier that is unknown or missing fails the whole batch (S23); one behind the failed record loses what failed (S21).',
    mend: 'The identifier is the sequence number: { itemIdentifier: record.dynamodb.SequenceNumber }',
    needs: ['effectFault'],
    needsEffects: true,
  },
  answersBeforeDone: {
    what: 'The handler answers before its work is done.',
    why: 'At the answer Lambda freezes the process: what has not ended goes on in a later call, or never, and the batch counts as processed (S20).',
    mend: 'Await everything: `for (const record of event.Records) await work(record);`. `forEach` with an async function awaits nothing.',
    needs: ['batch'],
    also: ['alone'],
    needsEffects: true,
  },
  unhandledRejection: {
    what: 'A promise is rejected, and nothing in the handler hears of it.',
    why: 'On Lambda the process ends, in this call or in a later one that has nothing to do with it; that call fails as a whole (S30).',
    mend: 'Await or return every promise, or give it a `.catch` that does something.',
    needs: ['batch'],
    also: ['effectFault', 'partlyFail'],
  },
  effectsNotAtomic: {
    what: 'A crash between two effects of a record loses one, or does one twice.',
    why: 'The process may end at any point, and the batch comes again (S30). What remembers that a record is done is then a lie, one way or the other.',
    mend: 'Do both in one transaction: `TransactWriteItems` with the mark and the change. Where that cannot be, mark it in progress first, do it, then mark it done.',
    needs: ['crash', 'redeliver'],
    also: ['effectFault'],
    needsEffects: true,
  },
  selfTriggerLoop: {
    what: 'The handler writes to the table whose stream calls it, and again when that change comes.',
    why: 'Each change of the table is a record (S10): it calls itself for ever, at full speed, and is billed for it.',
    mend: 'Filter what it writes itself, or leave when there is nothing to change:\nFilterCriteria: { Filters: [{ Pattern: \'{"eventName":["INSERT"]}\' }] }',
    needs: ['batch'],
    also: ['followUp'],
    needsEffects: true,
  },
  mappingMismatch: {
    what: 'The handler answers for another mapping than the one it has.',
    why: 'Without ReportBatchItemFailures a report is ignored, and everything counts as processed (S20); with a window each answer needs its state (S51).',
    mend: 'Set it on the mapping:\nFunctionResponseTypes: [ReportBatchItemFailures]\nor, with TumblingWindowInSeconds, return { state } from every call.',
    needs: ['batch'],
    also: ['effectFault', 'window'],
    needsMapping: true,
  },
  breaksItemOrder: {
    what: 'Changes of one item are worked on out of their order.',
    why: 'A stream keeps the order of an item (S43). When a later change is done first, the older one has the last word.',
    mend: inOrder,
    needs: ['sameItem', 'itemRace', 'itemLife', 'itemLifeApart', 'lifeRace', 'itemFault'],
    needsEffects: true,
  },
  breaksOnRemove: {
    what: 'The handler fails on a deletion.',
    why: 'A REMOVE has no NewImage, and deletions by Time to Live come too (S10). It fails at every retry, and holds up its shard (S32).',
    mend: 'Look at the event\'s name first: if (record.eventName === \'REMOVE\') { … record.dynamodb.OldImage … }. Or filter:\nFilterCriteria: { Filters: [{ Pattern: \'{"eventName":["INSERT","MODIFY"]}\' }] }',
    needs: ['remove'],
    also: ['ttl'],
  },
  breaksOnMissingImage: {
    what: 'The handler reads an image that the record does not have.',
    why: 'An INSERT has no OldImage, and the view of the stream may leave images out (S10). It fails at every retry, and holds up its shard (S32).',
    mend: 'Ask before you read: `const before = record.dynamodb.OldImage; if (before !== undefined) …`; or set StreamViewType: NEW_AND_OLD_IMAGES on the table.',
    needs: ['missingImage'],
    also: ['allImages'],
  },
  runsOnBehindFailure: {
    what: 'After a record that failed, the handler works on those behind it.',
    why: 'Everything from the first reported record on comes again, whether it was reported or not (S21): those behind it are done twice.',
    mend: inOrder,
    needs: ['effectFault'],
    needsEffects: true,
    needsMapping: true,
  },
  blocksShard: {
    what: 'One bad record stops everything behind it, for a day.',
    why: 'Without limits a batch is tried until its records are 24 hours old, and nothing behind it is read (S26, S32).',
    mend: limits,
    needs: ['poison'],
    needsEffects: true,
    needsMapping: true,
  },
  losesInnocents: {
    what: 'Good records are thrown away together with a bad one.',
    why: 'When the retries end, the whole batch is given up, with all neighbours of the bad record (S22, S26).',
    mend: limits,
    needs: ['poison'],
    needsEffects: true,
    needsMapping: true,
  },
  keepsStateBetweenCalls: {
    what: 'What a call does depends on the calls before it in the same process.',
    why: 'Lambda reuses a process and ends it when it likes, and batches come again to another one (S60): what a module remembers is not there, or not true.',
    mend: 'Keep in modules what is the same for every call (clients, settings). What counts or remembers belongs into the handler, or into a table.',
    needs: ['again'],
    also: ['elsewhere', 'effectFault', 'afterFault'],
    needsEffects: true,
  },
  repeatsOnRetry: {
    what: 'When a batch is tried again, the handler repeats what it had done.',
    why: 'After a failure the whole batch comes again, also the records that were done (S26, S27).',
    mend: `${idempotent}\nAnd report how far you came (FunctionResponseTypes: [ReportBatchItemFailures]):\n${inOrder}`,
    needs: ['effectFault'],
    needsEffects: true,
  },
  repeatsOnRedelivery: {
    what: 'When a batch is delivered again after it succeeded, the handler repeats everything.',
    why: 'Lambda delivers at least once: a success may be forgotten, and comes under a new request id (S60).',
    mend: idempotent,
    needs: ['redeliver'],
    needsEffects: true,
  },
  changesItsEvent: {
    what: 'The handler changes the event that it is given.',
    why: 'Each attempt gets a fresh copy on Lambda (S10), but what in the same call reads the event later (a middleware, a queue for failures) sees the change.',
    mend: 'Copy before you change: `const records = [...event.Records];`, `const image = { ...record.dynamodb.NewImage };`',
    needs: ['event'],
  },
};
