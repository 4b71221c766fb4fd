import type { EventSourceMapping } from '@millrace/simulator';
import type { Probe } from './probe.ts';
import type { ProbeFacts } from './probeFacts.ts';
import { sameAnswers, sameState, sameWrites, type Unsteady, unsteadyIn } from './writes.ts';

/** What the judges look at. */
export interface Seen {
  readonly facts: readonly ProbeFacts[];
  /** As it was given; `undefined` when none was. */
  readonly mapping: EventSourceMapping | undefined;
  /** Whether the mapping asks for `batchItemFailures`. */
  readonly reports: boolean;
  readonly batchSize: number;
  /** Whether two clean runs come to the same state, so that states can be compared. */
  readonly hasStableState: boolean;
  /** What differs from run to run, though nothing was kept. */
  readonly unsteady: Unsteady;
}

export function seenOf(facts: readonly ProbeFacts[], mapping: EventSourceMapping | undefined): Seen {
  const batch = facts.find(({ probe }) => probe.kind === 'batch');
  const again = facts.find(({ probe }) => probe.kind === 'again');
  const elsewhere = facts.find(({ probe, died }) => probe.kind === 'elsewhere' && died === undefined);
  return {
    unsteady: batch === undefined || elsewhere === undefined ? new Set() : unsteadyIn(batch, elsewhere),
    facts: facts.filter(({ died }) => died === undefined),
    mapping,
    reports: mapping?.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    batchSize: mapping?.BatchSize ?? 100,
    hasStableState:
      batch !== undefined &&
      again !== undefined &&
      sameState(batch, again) &&
      sameWrites(batch, again) &&
      JSON.stringify(batch.state) !== '{}',
  };
}

export function factsOf(seen: Seen, ...kinds: readonly Probe['kind'][]): readonly ProbeFacts[] {
  return seen.facts.filter(({ probe }) => kinds.includes(probe.kind));
}

/** The clean run of the batch. */
export function cleanOf(seen: Seen): ProbeFacts | undefined {
  return factsOf(seen, 'batch')[0];
}

/** Whether the handler does its work when nothing goes wrong; else little can be said of it. */
export function worksClean(seen: Seen): boolean {
  const calls = cleanOf(seen)?.calls ?? [];
  return calls.length > 0 && calls.every(({ outcome }) => outcome === 'success');
}

/** Identifiers that an answer reports, whatever they are; `undefined` when it reports none. */
export function reportedIn(response: unknown): readonly unknown[] | undefined {
  const failures: unknown = Object(response).batchItemFailures;
  return Array.isArray(failures) ? failures.map((entry): unknown => Object(entry).itemIdentifier) : undefined;
}

export function shortly(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

/** Whether two runs came to the same state, where states can be compared at all. */
export function sameEnd(seen: Seen, one: ProbeFacts, other: ProbeFacts): boolean {
  return seen.hasStableState && sameState(one, other);
}

/** Whether a call that failed changes what later calls of its process do; then little can be said of those. */
export function remembersFailures(seen: Seen): boolean {
  const clean = cleanOf(seen);
  const [again] = factsOf(seen, 'again');
  const [after] = factsOf(seen, 'afterFault');
  if (clean === undefined || again === undefined || after === undefined) return false;
  return sameAnswers(clean, again, seen.unsteady) && !sameAnswers(clean, after, seen.unsteady);
}
