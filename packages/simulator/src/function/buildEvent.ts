import type { Batch } from '../core/batch.ts';
import type { WindowCall } from '../core/command.ts';
import { windowBounds } from '../destination/windowBounds.ts';
import { jsonCopy } from '../words/jsonCopy.ts';
import type { SourcedRecord } from '../stream/sourcedRecord.ts';

/** What an event says beside its records when the mapping has a tumbling window (S46). */
export interface EventFacts {
  readonly streamArnOf: (shardId: string) => string;
  readonly epochMs: number;
  readonly isolation: 'json' | 'none';
}

/** The event that a handler gets: a fresh copy of everything with `isolation: 'json'`, as on AWS. */
export function buildEvent(
  batch: Batch,
  window: WindowCall | undefined,
  shardId: string,
  facts: EventFacts,
): { readonly Records: readonly unknown[] } {
  const records = batch.records as readonly SourcedRecord[];
  const Records = records.map((record) => record.deliver());
  if (window === undefined) return { Records };
  const fields = windowFields(window, shardId, facts);
  return { Records, ...(facts.isolation === 'json' ? Object(jsonCopy(fields)) : fields) };
}

/** S46: the fields of a window's event, in AWS's order. */
function windowFields(window: WindowCall, shardId: string, { streamArnOf, epochMs }: EventFacts): object {
  return {
    shardId,
    eventSourceARN: streamArnOf(shardId),
    window: windowBounds(window, epochMs),
    state: window.state,
    isFinalInvokeForWindow: window.isFinalInvoke,
    isWindowTerminatedEarly: window.isTerminatedEarly,
  };
}
