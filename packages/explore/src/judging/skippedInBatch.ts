import { isDeepStrictEqual } from 'node:util';
import { type Trace, wasDone } from '@millrace/simulator';
import type { RunResult } from '../running/runResult.ts';
import type { Breach } from './breach.ts';

/**
 * A record that has an effect alone has it in a batch. Compares the run without faults with one in batches of one
 * record: where both come to the same state, a handler may well have put several records into one effect.
 */
export function skippedInBatch(batch: RunResult, alone: RunResult): Breach | undefined {
  if (batch.trace === undefined || alone.trace === undefined) return undefined;
  if (batch.canObserve && isDeepStrictEqual(batch.state, alone.state)) return undefined;
  const [inBatch, byItself] = [recordsWithEffects(batch.trace), recordsWithEffects(alone.trace)];
  const skipped = [...byItself].filter((record) => !inBatch.has(record));
  if (skipped.length === 0) return undefined;
  return {
    code: 'skippedInBatch',
    message: 'Records have an effect when they come alone, and none in a batch.',
    sequenceNumbers: skipped,
  };
}

function recordsWithEffects({ events }: Trace): ReadonlySet<string> {
  return new Set(
    events.flatMap((event) => {
      if (event.type !== 'effect' || event.kind !== 'write' || !wasDone(event)) return [];
      return event.about ?? (event.sequenceNumber === undefined ? [] : [event.sequenceNumber]);
    }),
  );
}
