import { compareSequenceNumbers } from '@millrace/records';
import type { Trace } from '../trace/trace.ts';
import { acknowledgements } from './acknowledgements.ts';
import type { Finding, FindingCode } from './finding.ts';
import { refuseNoTrace } from './refuseNoTrace.ts';

/**
 * Holds the checkpoints of a run against the law that makes them safe (section 1 of the specification, S43): a
 * checkpoint only moves forward, and never past a record that still needs work.
 *
 * - `checkpointMovedBack`: it moved to a lower or the same sequence number;
 * - `checkpointPassedUnsettled`: a record at or below it was neither processed nor discarded nor skipped, or was read
 *   again since (S3);
 * - `checkpointPassedUnread`: it stands behind everything that was read;
 * - `readBehindCheckpoint`: records were read again that the checkpoint had passed.
 */
export function checkCheckpoints(trace: Trace): readonly Finding[] {
  refuseNoTrace('checkCheckpoints', trace);
  const findings: Finding[] = [];
  const shards = new Map<string, ShardProgress>();
  const settledBy = acknowledgements(trace.events);
  const progressOf = (shardId: string): ShardProgress => {
    const known = shards.get(shardId);
    if (known !== undefined) return known;
    const fresh: ShardProgress = { unsettled: new Map(), readThrough: undefined, checkpoint: undefined };
    shards.set(shardId, fresh);
    return fresh;
  };

  for (const [index, event] of trace.events.entries()) {
    switch (event.type) {
      case 'recordsRead': {
        const progress = progressOf(event.shardId);
        findings.push(...readBehind(event, index, progress));
        for (const sequenceNumber of event.sequenceNumbers) {
          progress.unsettled.set(sequenceNumber, index);
          progress.readThrough = higher(progress.readThrough, sequenceNumber);
        }
        break;
      }
      case 'invocationEnded':
        for (const sequenceNumber of settledBy.get(index) ?? []) {
          progressOf(event.shardId).unsettled.delete(sequenceNumber);
        }
        break;
      case 'recordsSkipped':
      case 'recordsDiscarded':
        for (const sequenceNumber of event.sequenceNumbers) progressOf(event.shardId).unsettled.delete(sequenceNumber);
        break;
      case 'checkpointed': {
        const progress = progressOf(event.shardId);
        findings.push(...misplaced(event, index, progress));
        progress.checkpoint = { sequenceNumber: event.sequenceNumber, index };
        break;
      }
      default:
        break;
    }
  }
  return findings;
}

interface ShardProgress {
  /** Records that were read and still need work, with the index of the read. */
  readonly unsettled: Map<string, number>;
  readThrough: string | undefined;
  checkpoint: { readonly sequenceNumber: string; readonly index: number } | undefined;
}

function misplaced(
  event: { readonly shardId: string; readonly sequenceNumber: string },
  index: number,
  { unsettled, readThrough, checkpoint }: ShardProgress,
): readonly Finding[] {
  const { shardId, sequenceNumber } = event;
  const findings: Finding[] = [];
  const name = `The checkpoint of ${shardId}`;
  const add = (code: FindingCode, message: string, sequenceNumbers: readonly string[], indexes: readonly number[]) => {
    findings.push({ code, message, shardId, sequenceNumbers, eventIndexes: [...indexes, index] });
  };
  if (checkpoint !== undefined && compareSequenceNumbers(sequenceNumber, checkpoint.sequenceNumber) <= 0) {
    const moved = `${name} moved from ${checkpoint.sequenceNumber} to ${sequenceNumber}: it may only move forward.`;
    add('checkpointMovedBack', moved, [sequenceNumber], [checkpoint.index]);
  }
  const passed = [...unsettled].filter(([number]) => compareSequenceNumbers(number, sequenceNumber) <= 0);
  if (passed.length > 0) {
    const numbers = passed.map(([number]) => number);
    const which = numbers.length === 1 ? `record ${numbers[0]}` : `${numbers.length} records, the first ${numbers[0]}`;
    const message = `${name} moved to ${sequenceNumber}, past ${which}, which still needed work.`;
    add('checkpointPassedUnsettled', message, numbers, [...new Set(passed.map(([, readAt]) => readAt))]);
  }
  if (readThrough === undefined || compareSequenceNumbers(sequenceNumber, readThrough) > 0) {
    const message = `${name} moved to ${sequenceNumber}, and the shard was read ${readThrough === undefined ? 'not at all' : `only to ${readThrough}`}.`;
    add('checkpointPassedUnread', message, [sequenceNumber], []);
  }
  return findings;
}

function readBehind(
  event: { readonly shardId: string; readonly sequenceNumbers: readonly string[] },
  index: number,
  { checkpoint }: ShardProgress,
): readonly Finding[] {
  if (checkpoint === undefined) return [];
  const behind = event.sequenceNumbers.filter(
    (number) => compareSequenceNumbers(number, checkpoint.sequenceNumber) <= 0,
  );
  if (behind.length === 0) return [];
  const { shardId } = event;
  const message = `Record ${behind[0]} of ${shardId} was read again, although the checkpoint had passed it (${checkpoint.sequenceNumber}).`;
  const eventIndexes = [checkpoint.index, index];
  return [{ code: 'readBehindCheckpoint', message, shardId, sequenceNumbers: behind, eventIndexes }];
}

function higher(a: string | undefined, b: string): string {
  return a === undefined || compareSequenceNumbers(a, b) < 0 ? b : a;
}
