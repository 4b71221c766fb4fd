import type { Trace } from '@millrace/simulator';
import { type LifeEvent, livesOfRecords } from './livesOfRecords.ts';
import { type Fate, recordFates, type TracedRecord, traceKey } from './recordFates.ts';

/** Records that were given up together, and everything that happened to the first of them. */
export interface DiscardedRecords {
  readonly condition: string;
  readonly records: readonly TracedRecord[];
  readonly life: readonly LifeEvent[];
}

/** What a replay came to: plain data, which `--json` prints as it stands. */
export interface ReplayResult {
  /** The parameters that were given; the rest has AWS's defaults. */
  readonly mapping: Readonly<Record<string, unknown>>;
  readonly shards: number;
  readonly records: Readonly<Record<Fate, number>> & { readonly recorded: number; readonly unread: number };
  readonly invocations: { readonly total: number; readonly outcomes: Readonly<Record<string, number>> };
  readonly discarded: readonly DiscardedRecords[];
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
    discarded: discardedRecords(trace, having('discarded')),
    documents: { delivered: trace.destination.length, destination },
    pending: having('pending'),
    warnings: [...new Set(trace.events.flatMap((event) => (event.type === 'warned' ? [event.message] : [])))],
    problems: [...settlementProblems(trace, records, destination), ...orderBreaches],
    virtualMs: trace.events.at(-1)?.atMs ?? 0,
    realMs,
  };
}

function discardedRecords(trace: Trace, discarded: readonly TracedRecord[]): readonly DiscardedRecords[] {
  const byKey = new Map(discarded.map((record) => [traceKey(record), record]));
  const groups = trace.events.flatMap((event) => {
    if (event.type !== 'recordsDiscarded') return [];
    const records = event.sequenceNumbers.flatMap((sequenceNumber) => {
      const record = byKey.get(traceKey({ shardId: event.shardId, sequenceNumber }));
      return record ? [record] : [];
    });
    return records.length > 0 ? [{ condition: event.condition, records }] : [];
  });
  const lives = livesOfRecords(
    trace,
    groups.flatMap(({ records }) => records.slice(0, 1)),
  );
  return groups.map((group) => ({
    ...group,
    life: group.records.slice(0, 1).flatMap((first) => lives.get(traceKey(first)) ?? []),
  }));
}

function settlementProblems(
  trace: Trace,
  { discarded, pending, unread }: ReplayResult['records'],
  destination: string | undefined,
): readonly string[] {
  const inDocuments = (type: 'documentDelivered' | 'documentRefused') =>
    trace.events.reduce((sum, event) => (event.type === type ? sum + event.recordCount : sum), 0);
  const refused = inDocuments('documentRefused');
  const unsent = discarded - inDocuments('documentDelivered') - refused;
  const problems: string[] = [];
  if (refused > 0) problems.push(`${of(refused)} lost: the on-failure destination refused the document.`);
  if (unsent > 0 && destination === undefined) {
    problems.push(
      `${of(unsent)} lost: the mapping gives records up and has no on-failure destination (DestinationConfig.OnFailure).`,
    );
  } else if (unsent > 0) {
    problems.push(
      `${of(unsent)} lost: tried until the stream's 24 hours were over, which sends no document (S38). Set ` +
        'MaximumRetryAttempts or MaximumRecordAgeInSeconds.',
    );
  }
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
