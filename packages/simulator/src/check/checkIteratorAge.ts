import type { Trace } from '../trace/trace.ts';
import type { InvocationEnded } from '../trace/traceEvent.ts';
import { CheckerUsageError } from './checkerUsageError.ts';
import type { Finding } from './finding.ts';
import { givenText } from '../words/givenText.ts';
import { refuseNoTrace } from './refuseNoTrace.ts';

/**
 * Finds the shards that fell behind: the age of the last record of a call, when the call ended (S59), reached a limit.
 * One finding a shard, `iteratorTooOld`, about its worst call. Records that are given up without a call have no age.
 */
export function checkIteratorAge(trace: Trace, limitMs: number): readonly Finding[] {
  refuseNoTrace('checkIteratorAge', trace);
  if (typeof limitMs !== 'number' || !Number.isFinite(limitMs) || limitMs <= 0) {
    throw new CheckerUsageError(
      'InvalidExpectation',
      'checkIteratorAge',
      `got ${givenText(limitMs)}, expected a limit in milliseconds, above 0: no age is below 0, and every age below Infinity.`,
    );
  }
  const worst = new Map<string, { readonly call: InvocationEnded; readonly ageMs: number; readonly index: number }>();
  for (const [index, event] of trace.events.entries()) {
    if (event.type !== 'invocationEnded' || event.iteratorAgeMs === undefined) continue;
    const known = worst.get(event.shardId);
    if (known !== undefined && known.ageMs >= event.iteratorAgeMs) continue;
    worst.set(event.shardId, { call: event, ageMs: event.iteratorAgeMs, index });
  }
  return [...worst.values()].flatMap(({ call, ageMs, index }): readonly Finding[] => {
    if (ageMs < limitMs) return [];
    const { shardId, sequenceNumbers } = call;
    const message = `The iterator age of ${shardId} reached ${ageMs / 1000} s (invocation ${call.index}), expected less than ${limitMs / 1000} s.`;
    return [
      { code: 'iteratorTooOld', message, shardId, sequenceNumbers: sequenceNumbers.slice(-1), eventIndexes: [index] },
    ];
  });
}
