import { advice } from './advice.ts';
import { batchThatPasses } from './batchThatPasses.ts';
import { filterImage } from './filterImage.ts';
import { tableOf, followUpOf, imageOf, madeRecords, madeUpKeys, recordFromKeys } from './madeRecords.ts';
import { runtimeNames } from '@millrace/simulator';
import { openRecording } from '@millrace/simulator/node';
import type { DynamoDBRecord } from 'aws-lambda';
import type { CheckUpOptions } from './checkUpOptions.ts';
import type { CheckUp } from './checkUpResult.ts';
import { resolve } from 'node:path';
import { isCommonJs } from './isCommonJs.ts';
import { report } from './report.ts';
import { noteOn } from './noteOn.ts';
import { controlProbe, firstProbes, furtherProbes, type PlanParts, probe, sideProbes } from './plan.ts';
import type { Probe } from './probe.ts';
import type { ProbeFacts } from './probeFacts.ts';
import { sameAnswers, sameWrites, type Unsteady, unsteadyIn } from './writes.ts';
import { Session } from './session.ts';
import { heldItem } from './heldItem.ts';
import { tellingRecords } from './tellingRecords.ts';

/**
 * What is wrong with a handler, with evidence. It is loaded in a child process of its own, where nothing leaves the machine:
 * services are stood in for. The answer comes within `budgetMs` of real time, whatever the handler does.
 *
 * What could not be tried stands in `notTried`.
 *
 * @example
 * const { findings, grade } = await checkUp({ handler: 'src/handler.ts#handler', mapping, records: 'orders.ndjson' });
 */
export async function checkUp(options: CheckUpOptions): Promise<CheckUp> {
  const begun = Date.now();
  const { handler, mapping, env = {}, budgetMs = 10_000, memoryMb = 256, seed = 0, timeoutSeconds = 3 } = options;
  const recorded = await recordedIn(options.records);
  const runtime = runtimeNames.find((name) => name === options.runtime);
  const session = new Session({ handler, env, runtime }, memoryMb, begun + budgetMs - 300);
  const notes: string[] = [];
  let recordsFrom = 'nowhere';
  const isNeeded = ({ kind }: Probe): boolean =>
    options.codes?.some((code) => [...advice[code].needs, ...(advice[code].also ?? [])].includes(kind)) ?? true;
  try {
    const given = ofStream(recorded ?? (await recordsMade(options, session)), mapping?.EventSourceArn);
    recordsFrom = sourceOf(options, given, session);
    let parts: PlanParts = {
      made: batchThatPasses(madeRecords(given, options.view), mapping?.FilterCriteria),
      mapping: mapping ?? { StartingPosition: 'TRIM_HORIZON' },
      hasMapping: mapping !== undefined,
      functionTimeoutMs: timeoutSeconds * 1000,
      patienceMs: Math.max(3000, budgetMs / 4),
      seed,
    };
    if (given.length === 0) session.leave('everything', noRecords);
    const isMade = recorded === undefined && !session.hasExported;
    await runFirst(parts, session, isMade ? 1 : undefined);
    const first = session.factsOf('batch');
    if (isMade && first !== undefined && hasRun(first)) {
      const telling = await tellingRecords(options, parts, first, session);
      if (telling !== undefined) {
        parts = { ...parts, made: telling.made };
        recordsFrom = `${recordsFrom.replace(' alone', '')}, with ${telling.words}`;
      }
      // What was tried may have left something in the process.
      session.restart();
      await runFirst(parts, session);
    }
    const clean = session.factsOf('batch');
    const again = session.factsOf('again');
    if (clean !== undefined && hasRun(clean)) {
      let unsteady: Unsteady = new Set();
      // What a module keeps would colour all that follows; what differs in another process too, such as a clock, says nothing of it.
      if (again === undefined || !sameWrites(clean, again)) {
        session.isolate();
        await session.run(controlProbe(parts));
        const control = session.factsOf('elsewhere');
        if (control !== undefined) unsteady = unsteadyIn(clean, control);
        if (again !== undefined && sameWrites(clean, again, unsteady)) session.share();
      }
      for (const each of furtherProbes(parts, clean).filter(isNeeded)) {
        await session.run(each);
        const after = each.kind === 'afterFault' ? session.factsOf('afterFault') : undefined;
        if (after !== undefined && !sameAnswers(clean, after, unsteady)) session.isolate();
      }
      for (const each of followUps(parts, clean).filter(isNeeded)) await session.run(each);
      const isViewKnown = (options.view ?? given[0]?.dynamodb?.StreamViewType) !== undefined;
      for (const each of options.codes === undefined ? sideProbes(parts, isViewKnown) : [])
        notes.push(...noteOn(await session.aside(each)));
    }
  } finally {
    session.stop();
  }
  return report({
    options,
    ...session.found,
    recordsFrom,
    notes,
    ms: Date.now() - begun,
    requires: isCommonJs(resolve(handler)),
  });
}

/** Records of the stream that the mapping reads: examples name any table, and what is written to the own one is known by its name. */
function ofStream(records: readonly DynamoDBRecord[], stream: unknown): readonly DynamoDBRecord[] {
  if (typeof stream !== 'string' || tableOf({ eventSourceARN: stream }) === undefined) return records;
  return records.map((record) => ({ ...record, eventSourceARN: stream }));
}

async function runFirst(parts: PlanParts, session: Session, many?: number): Promise<void> {
  for (const each of parts.made.batch.length === 0 ? [] : firstProbes(parts).slice(0, many)) {
    await session.run(each);
    // A process that ended once ends again, and what hung hangs again: that is told, and the rest is not tried.
    if (!hasRun(session.factsOf('batch'))) return;
  }
}

/** Where the records come from, in words. */
function sourceOf({ records, keys }: CheckUpOptions, found: readonly DynamoDBRecord[], session: Session): string {
  if (found.length === 0) return 'nowhere';
  if (typeof records === 'string') return records;
  if (records !== undefined) return 'the records that were given';
  if (session.hasExported) return 'the stream that its module exports';
  return keys === undefined
    ? 'a key id alone, made up, as nothing says which ones the table has (--key name=S)'
    : 'the keys of its table alone';
}

function hasRun(facts: ProbeFacts | undefined): boolean {
  return facts !== undefined && facts.died === undefined && facts.ranOut === undefined;
}

const noRecords = 'There are no records in what was given: `records` (--records).';

/** Of a stream that the module of the handler exports; or else from the keys, and what the filters ask for. */
async function recordsMade(
  { keys = madeUpKeys, view, mapping }: CheckUpOptions,
  session: Session,
): Promise<readonly DynamoDBRecord[]> {
  const exported = await session.exported();
  if (exported.length > 0) return exported;
  return [recordFromKeys(keys, view ?? 'NEW_AND_OLD_IMAGES', filterImage(mapping?.FilterCriteria))];
}

/** As they were given; `undefined` when none were. */
async function recordedIn(records: CheckUpOptions['records']): Promise<readonly DynamoDBRecord[] | undefined> {
  if (typeof records !== 'string') return records;
  const { source } = await openRecording(records);
  const found: DynamoDBRecord[] = [];
  const lists = 'shards' in source ? Object.values(source.shards).map((shard) => shard.records) : [source.records];
  for (const list of lists) {
    for await (const record of list) {
      if (found.push(record) >= 200) return found;
    }
  }
  return found;
}

/** What the writes of the handler to the table of its own stream would bring: one further record. */
function followUps(parts: PlanParts, clean: ProbeFacts): readonly Probe[] {
  const record = parts.made.batch[0];
  const table = record === undefined ? undefined : tableOf(record);
  if (record === undefined || table === undefined) return [];
  const own = clean.effects.find(
    ({ kind, name, outcome }) =>
      kind === 'write' && outcome === 'done' && name.startsWith('dynamodb.') && name.split(' ').includes(table),
  );
  if (own === undefined) return [];
  const image = { ...imageOf(record), ...heldItem(clean.state, table, record.dynamodb?.Keys ?? {}) };
  return [probe(parts, 'followUp', `the record that its own write to ${table} brings`, [followUpOf(record, image)])];
}
