import type { Trace } from '@millrace/simulator';
import { type LifeEvent, lifeOfRecord } from './lifeOfRecord.ts';
import { type Fate, recordFates, type TracedRecord } from './recordFates.ts';

/** A record that was given up, and everything that happened to it. */
export interface DiscardedLife extends TracedRecord {
  readonly condition: string;
  readonly life: readonly LifeEvent[];
}

/** What a replay came to: plain data, which `--json` prints as it stands. */
export interface ReplayResult {
  /** The parameters that were given; the rest has AWS's defaults. */
  readonly mapping: Readonly<Record<string, unknown>>;
  readonly shards: number;
  readonly records: Readonly<Record<Fate, number>> & { readonly recorded: number; readonly unread: number };
  readonly invocations: { readonly total: number; readonly outcomes: Readonly<Record<string, number>> };
  readonly discarded: readonly DiscardedLife[];
  readonly documents: { readonly delivered: number; readonly destination: string | undefined };
  readonly pending: readonly TracedRecord[];
  readonly warnings: readonly string[];
  /** What is wrong with the run, one sentence each; none when the exit code is 0. */
  readonly problems: readonly string[];
  readonly virtualMs: number;
  readonly realMs: number;
}

/** What the trace does not know. */
export interface ReplayFacts {
  readonly mapping: Readonly<Record<string, unknown>>;
  /** How many records the recording has. */
  readonly recorded: number;
  readonly realMs: number;
  /** Breaches of item order, in words. */
  readonly orderBreaches: readonly string[];
}

/** Sums a trace up. Discards are a problem only where nothing keeps them: no destination, or one that refused. */
export function replayResult(trace: Trace, { mapping, recorded, realMs, orderBreaches }: ReplayFacts): ReplayResult {
  const fates = recordFates(trace);
  const having = (fate: Fate): TracedRecord[] =>
    fates.flatMap(({ fate: has, ...record }) => (has === fate ? [record] : []));
  const count = (fate: Fate) => having(fate).length;
  const conditionOf = new Map(
    trace.discarded.map((record) => [`${record.shardId} ${record.sequenceNumber}`, record.condition]),
  );
  const records = {
    recorded,
    processed: count('processed'),
    discarded: count('discarded'),
    skipped: count('skipped'),
    pending: count('pending'),
    unread: recorded - fates.length,
  };
  const destination = trace.scenario.mapping.DestinationConfig.OnFailure.Destination;
  return {
    mapping,
    shards: Object.keys(trace.scenario.shards).length,
    records,
    invocations: {
      total: trace.invocations.length,
      outcomes: counted(trace.invocations.map(({ outcome }) => outcome)),
    },
    discarded: having('discarded').map((record) => ({
      ...record,
      condition: conditionOf.get(`${record.shardId} ${record.sequenceNumber}`) ?? 'unknown',
      life: lifeOfRecord(trace, record),
    })),
    documents: { delivered: trace.destination.length, destination },
    pending: having('pending'),
    warnings: [...new Set(trace.events.flatMap((event) => (event.type === 'warned' ? [event.message] : [])))],
    problems: [...settlementProblems(trace, records, destination), ...orderBreaches],
    virtualMs: trace.events.at(-1)?.atMs ?? 0,
    realMs,
  };
}

function settlementProblems(
  trace: Trace,
  { discarded, pending, unread }: ReplayResult['records'],
  destination: string | undefined,
): readonly string[] {
  const refused = trace.events.flatMap((event) => (event.type === 'documentRefused' ? [event.recordCount] : []));
  const refusedRecords = refused.reduce((sum, records) => sum + records, 0);
  const problems: string[] = [];
  if (discarded > 0 && destination === undefined) {
    problems.push(
      `${of(discarded)} lost: the mapping gives up records and has no on-failure destination (DestinationConfig.OnFailure).`,
    );
  }
  if (refusedRecords > 0) problems.push(`${of(refusedRecords)} lost: the on-failure destination refused the document.`);
  if (pending + unread > 0) {
    problems.push(`${of(pending + unread)} neither processed nor discarded when nothing more could happen.`);
  }
  return problems;
}

function of(records: number): string {
  return records === 1 ? '1 record is' : `${records} records are`;
}

function counted(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
