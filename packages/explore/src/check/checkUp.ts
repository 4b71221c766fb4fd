import { tableOf, followUpOf, imageOf, madeRecords, recordFromKeys } from './madeRecords.ts';
import { openRecording } from '@millrace/simulator/node';
import type { DynamoDBRecord } from 'aws-lambda';
import type { CheckUpOptions } from './checkUpOptions.ts';
import type { CheckUp, NotTried } from './checkUpResult.ts';
import { report } from './report.ts';
import { firstProbes, furtherProbes, type PlanParts, probe } from './plan.ts';
import type { Probe } from './probe.ts';
import type { ProbeFacts, Unset } from './probeFacts.ts';
import { sameWrites } from './writes.ts';
import { CheckWorker } from './worker.ts';
import { heldItem } from './heldItem.ts';

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
  const given = await givenRecords(options);
  if (given.length === 0) {
    const why = 'There are no records, and no keys to make them from: pass `records` or `keys`.';
    return report({ options, facts: [], unset: [], notTried: [{ what: 'everything', why }], ms: 0 });
  }
  const parts: PlanParts = {
    made: madeRecords(given, options.view),
    mapping: mapping ?? { StartingPosition: 'TRIM_HORIZON' },
    hasMapping: mapping !== undefined,
    functionTimeoutMs: timeoutSeconds * 1000,
    seed,
  };
  const session = new Session({ handler, env }, memoryMb, begun + budgetMs - 300);
  try {
    for (const each of firstProbes(parts)) {
      await session.run(each);
      // A process that ended once ends again: that is told, and the rest is not tried.
      if (session.factsOf('batch')?.died !== undefined) break;
    }
    const clean = session.factsOf('batch');
    const again = session.factsOf('again');
    if (clean !== undefined && clean.died === undefined) {
      // What a module keeps would colour all that follows.
      session.isolates = again === undefined || again.died !== undefined || !sameWrites(clean, again);
      for (const each of furtherProbes(parts, clean)) await session.run(each);
      for (const each of followUps(parts, clean)) await session.run(each);
    }
  } finally {
    session.stop();
  }
  return report({ options, ...session.found, ms: Date.now() - begun });
}

async function givenRecords({
  records,
  keys,
  view = 'NEW_AND_OLD_IMAGES',
}: CheckUpOptions): Promise<readonly DynamoDBRecord[]> {
  if (records === undefined) return keys === undefined ? [] : [recordFromKeys(keys, view)];
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

/** The probes that were run, one after the other, each in a process that has the handler loaded. */
class Session {
  readonly #facts: ProbeFacts[] = [];
  readonly #notTried: NotTried[] = [];
  readonly #unset = new Map<string, Unset>();
  readonly #endsAt: number;
  readonly #start: () => CheckWorker;
  #worker: CheckWorker | undefined;
  #isLoaded = true;
  /** Whether each probe gets a process of its own. */
  isolates = false;

  constructor(task: { handler: string; env: Readonly<Record<string, string>> }, memoryMb: number, endsAt: number) {
    this.#start = () => new CheckWorker(task, memoryMb);
    this.#endsAt = endsAt;
  }

  async run(each: Probe): Promise<void> {
    if (!this.#isLoaded) return;
    const left = (): number => this.#endsAt - Date.now();
    if (left() <= 0) {
      this.#notTried.push({ what: each.name, why: 'the time was up' });
      return;
    }
    if (this.isolates) this.stop();
    const worker = this.#worker ?? (await this.#started(left()));
    if (worker === undefined) return;
    const answer = await worker.run(each, Math.min(left(), 5000));
    if (answer?.kind === 'facts') {
      this.#facts.push(answer.facts);
      for (const one of answer.unset) this.#unset.set(one.name, one);
      return;
    }
    const died = worker.end ?? 'it did not let go of the process';
    this.#facts.push({
      probe: each,
      calls: [],
      effects: [],
      repeated: [],
      fates: [],
      state: null,
      unhandled: [],
      thrown: [],
      died,
    });
    this.stop();
  }

  factsOf(kind: Probe['kind']): ProbeFacts | undefined {
    return this.#facts.find(({ probe: { kind: found } }) => found === kind);
  }

  get found(): { facts: readonly ProbeFacts[]; notTried: readonly NotTried[]; unset: readonly Unset[] } {
    return { facts: this.#facts, notTried: this.#notTried, unset: [...this.#unset.values()] };
  }

  stop(): void {
    this.#worker?.stop();
    this.#worker = undefined;
  }

  async #started(withinMs: number): Promise<CheckWorker | undefined> {
    const worker = this.#start();
    this.#worker = worker;
    const answer = await worker.next(withinMs);
    if (answer?.kind === 'ready') return worker;
    this.#isLoaded = false;
    for (const one of answer?.kind === 'notLoaded' ? answer.unset : []) this.#unset.set(one.name, one);
    const why = answer?.kind === 'notLoaded' ? answer.error : (worker.end ?? 'it was not loaded when the time was up');
    this.#notTried.push({ what: 'everything: the handler does not load', why });
    this.stop();
    return undefined;
  }
}
