import { compareSequenceNumbers } from '@millrace/records';
import { range } from '../trace/describeEvent.ts';
import type { Trace } from '../trace/trace.ts';
import type { InvocationStarted } from '../trace/traceEvent.ts';
import { checkRead } from './checkRead.ts';
import type { Finding } from './finding.ts';
import { refuseExpectedInvocations } from './refuseExpectedInvocations.ts';
import { refuseNoTrace } from './refuseNoTrace.ts';

/**
 * How the function is expected to have been invoked:
 *
 * - a number: that many times;
 * - a list of lists: with exactly these batches of sequence numbers, in this order (`[]` is the final call of a window);
 * - an object: that many times (default: at least once) with a record, or from a shard, or both.
 */
export type ExpectedInvocations =
  | number
  | readonly (readonly string[])[]
  | { readonly times?: number; readonly sequenceNumber?: string; readonly shardId?: string };

/**
 * Compares the times that the function ran with what is expected; tries that never reached it (throttles, payloads that
 * are too large) are no invocations. Without an expectation: at least once.
 *
 * - `invocationCount`: another number of times;
 * - `otherBatch`: an invocation with other records, one that is missing, or one too many;
 * - `notRead`: never, as expected (`times: 0`), but the trace cannot know such a record or shard ({@link checkRead}).
 */
export function checkInvoked(trace: Trace, expected: ExpectedInvocations = {}): readonly Finding[] {
  refuseNoTrace('checkInvoked', trace);
  refuseExpectedInvocations('checkInvoked', expected);
  const calls = trace.events.flatMap((event, index) => {
    return event.type === 'invocationStarted' ? [{ call: event, index }] : [];
  });
  if (typeof expected === 'number') return checkTimes(calls, { times: expected });
  if (isBatches(expected)) return checkBatches(calls, expected);
  const findings = checkTimes(calls, expected);
  return expected.times === 0 && findings.length === 0 ? checkRead(trace, [expected]) : findings;
}

interface Call {
  readonly call: InvocationStarted;
  readonly index: number;
}

function checkTimes(
  calls: readonly Call[],
  { times, sequenceNumber, shardId }: Exclude<ExpectedInvocations, number | readonly (readonly string[])[]>,
): readonly Finding[] {
  const matching = calls.filter(({ call }) => {
    if (shardId !== undefined && call.shardId !== shardId) return false;
    return sequenceNumber === undefined || call.sequenceNumbers.some((number) => isSame(number, sequenceNumber));
  });
  if (times === undefined ? matching.length > 0 : matching.length === times) return [];
  const record = sequenceNumber === undefined ? '' : ` with record ${sequenceNumber}`;
  const shard = shardId === undefined ? '' : ` from ${shardId}`;
  const wanted = times === undefined ? 'at least once' : timesText(times);
  return [
    {
      code: 'invocationCount',
      message: `The function was ${invokedText(matching.length)}${record}${shard}, expected ${wanted}.`,
      ...(shardId !== undefined && { shardId }),
      sequenceNumbers: sequenceNumber === undefined ? [] : [sequenceNumber],
      eventIndexes: matching.map(({ index }) => index),
    },
  ];
}

function checkBatches(calls: readonly Call[], expected: readonly (readonly string[])[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (let at = 0; at < Math.max(calls.length, expected.length); at++) {
    const found = calls[at];
    const wanted = expected[at];
    if (found === undefined) {
      const message = `Invocation ${at} is missing: expected ${range(wanted ?? [])}, and the function was ${invokedText(calls.length)}.`;
      findings.push({ code: 'otherBatch', message, sequenceNumbers: wanted ?? [], eventIndexes: [] });
      continue;
    }
    const { shardId, sequenceNumbers } = found.call;
    if (wanted !== undefined && isSameBatch(sequenceNumbers, wanted)) continue;
    const instead = wanted === undefined ? 'one invocation too many' : `expected ${range(wanted)}`;
    const message = `Invocation ${at} held ${range(sequenceNumbers)}, ${instead}.`;
    findings.push({ code: 'otherBatch', message, shardId, sequenceNumbers, eventIndexes: [found.index] });
  }
  return findings;
}

function isBatches(
  expected: Exclude<ExpectedInvocations, number>,
): expected is Extract<ExpectedInvocations, readonly unknown[]> {
  return Array.isArray(expected);
}

function isSameBatch(batch: readonly string[], other: readonly string[]): boolean {
  return batch.length === other.length && batch.every((number, at) => isSame(number, other[at] ?? ''));
}

function isSame(number: string, other: string): boolean {
  return compareSequenceNumbers(number, other) === 0;
}

function invokedText(times: number): string {
  return times === 0 ? 'never invoked' : `invoked ${timesText(times)}`;
}

function timesText(times: number): string {
  return times === 1 ? 'once' : times === 0 ? 'never' : `${times} times`;
}
