import type { PollerRules } from '../../src/core/pollerRules.ts';
import { defaultSemantics, type Semantics } from '../../src/core/semantics.ts';
import type { StreamRecord } from '../../src/core/streamRecord.ts';
import { record } from '../fixtures.ts';

/** A record of a shard as a poller knows it, the first one at position 0. */
export function streamRecord(position: number, more: Partial<StreamRecord> = {}): StreamRecord {
  return {
    sequenceNumber: String(position + 1),
    previousSequenceNumber: position === 0 ? undefined : String(position),
    position,
    itemKey: `item-${position % 3}`,
    createdAtMs: 0,
    payloadBytes: 100,
    payloadBytesAtMost: 100,
    wire: record(position + 1),
    ...more,
  };
}

/** Records of these items. */
export function ofItems(...items: string[]): readonly StreamRecord[] {
  return items.map((itemKey, position) => streamRecord(position, { itemKey }));
}

/** Records created at these times. */
export function createdAt(...times: number[]): readonly StreamRecord[] {
  return times.map((createdAtMs, position) => streamRecord(position, { createdAtMs }));
}

/** The rules of a mapping that asks for nothing, but for what is given. */
export function rulesWith(
  given: Omit<Partial<PollerRules>, 'semantics'> & { readonly semantics?: Partial<Semantics> },
): PollerRules {
  return {
    batchSize: 100,
    batchingWindowMs: 0,
    parallelizationFactor: 1,
    maximumRetryAttempts: Infinity,
    maximumRecordAgeMs: Infinity,
    bisects: false,
    reportsFailures: false,
    tumblingWindowMs: 0,
    matches: undefined,
    skipsCreatedBeforeMs: -Infinity,
    latestGaps: [],
    epochMs: 0,
    ...given,
    semantics: { ...defaultSemantics, ...given.semantics },
  };
}
