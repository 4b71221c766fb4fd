import { compareSequenceNumbers } from '@millrace/records';
import type { ResolvedMapping } from '../mapping/eventSourceMapping.ts';
import { range } from '../trace/describeEvent.ts';
import type { Trace } from '../trace/trace.ts';
import type { InvocationStarted, RecordsRead } from '../trace/traceEvent.ts';
import type { Finding, FindingCode } from './finding.ts';
import { mappingInForce } from '../trace/mappingInForce.ts';
import { recordKey } from './recordKey.ts';
import { type NamedValue, refuseNames } from './refuseNames.ts';
import { refuseNoTrace } from './refuseNoTrace.ts';

/** What {@link checkLimits} cannot know from a trace. */
export interface LimitFacts {
  /** Bytes of a record's JSON in the event. Without it only what the trace says about payloads is checked. */
  readonly payloadBytesOf?: (record: { readonly shardId: string; readonly sequenceNumber: string }) => number;
}

const payloadBytesOf: NamedValue = {
  expected: 'a function from a record to its bytes',
  accepts: (value) => typeof value === 'function',
};

/**
 * Holds each call against what a batch may be, by the settings that were in force when it began:
 *
 * - `batchTooLarge`: more records than BatchSize;
 * - `batchOutOfOrder`: sequence numbers that do not ascend, or one twice (S11);
 * - `batchOfOtherShard`: a record that was not read from the shard of the call;
 * - `batchOutsideWindow`: a record outside the tumbling window of the call (S47);
 * - `emptyBatch`: no records, and not the final call of a window, or a final call with records (S49);
 * - `payloadTooLarge`: an event over the limit (S8), or several records refused for their size that could have been cut;
 * - `tooManyCalls`: two calls in one lane, or a lane beyond the ParallelizationFactor (S43).
 */
export function checkLimits(trace: Trace, facts: LimitFacts = {}): readonly Finding[] {
  refuseNoTrace('checkLimits', trace);
  refuseNames('checkLimits', facts, { payloadBytesOf }, { what: 'fact', example: '{ payloadBytesOf: () => 512 }' });
  const findings: Finding[] = [];
  const createdAtMs = new Map<string, number>();
  const underWay = new Map<string, { readonly index: number; readonly call: InvocationStarted }>();
  const startMs = Date.parse(trace.scenario.startAt);
  const limits: Limits = { payloadBytes: trace.scenario.semantics.payloadLimitBytes, ...facts };
  let { mapping } = trace.scenario;

  for (const [index, event] of trace.events.entries()) {
    mapping = mappingInForce(mapping, event);
    switch (event.type) {
      case 'recordsRead':
        remember(event, createdAtMs);
        break;
      case 'invocationStarted': {
        const lane = `${event.shardId}/${event.lane}`;
        const add = (code: FindingCode, message: string, others: readonly number[] = []) => {
          const { shardId, sequenceNumbers } = event;
          findings.push({ code, message, shardId, sequenceNumbers, eventIndexes: [...others, index] });
        };
        checkSize(event, mapping, limits, add);
        checkContent(event, createdAtMs, startMs, add);
        const other = underWay.get(lane);
        if (other !== undefined) {
          const message = `Invocation ${event.index} began in lane ${event.lane} of ${event.shardId} while invocation ${other.call.index} was under way there.`;
          add('tooManyCalls', message, [other.index]);
        }
        if (event.lane >= mapping.ParallelizationFactor) {
          const message = `Invocation ${event.index} ran in lane ${event.lane} of ${event.shardId}; ParallelizationFactor ${mapping.ParallelizationFactor} allows lanes 0 to ${mapping.ParallelizationFactor - 1}.`;
          add('tooManyCalls', message);
        }
        underWay.set(lane, { index, call: event });
        break;
      }
      case 'invocationEnded':
        underWay.delete(`${event.shardId}/${event.lane}`);
        break;
      case 'attemptRejected': {
        const { shardId, sequenceNumbers, reason } = event;
        // A window's state takes room too, and may have grown since the batch was cut.
        if (reason !== 'payloadTooLarge' || sequenceNumbers.length < 2 || mapping.TumblingWindowInSeconds > 0) break;
        const message = `The batch ${range(sequenceNumbers)} of ${shardId} was refused for its size; fewer records would have fitted (S8).`;
        findings.push({ code: 'payloadTooLarge', message, shardId, sequenceNumbers, eventIndexes: [index] });
        break;
      }
      default:
        break;
    }
  }
  return findings;
}

type Limits = LimitFacts & { readonly payloadBytes: number };
type Add = (code: FindingCode, message: string) => void;

function remember(event: RecordsRead, createdAtMs: Map<string, number>): void {
  for (const [at, sequenceNumber] of event.sequenceNumbers.entries()) {
    createdAtMs.set(recordKey(event.shardId, sequenceNumber), event.createdAtMs[at] ?? event.atMs);
  }
}

function checkSize(call: InvocationStarted, mapping: ResolvedMapping, limits: Limits, add: Add): void {
  const { index, shardId, sequenceNumbers } = call;
  const size = sequenceNumbers.length;
  const isFinal = call.isFinalInvokeForWindow === true;
  if (size === 0 && !isFinal) add('emptyBatch', `Invocation ${index} held no records.`);
  if (size > 0 && isFinal) add('emptyBatch', `Invocation ${index}, the final call of a window, held ${size} records.`);
  if (size > mapping.BatchSize) {
    add('batchTooLarge', `Invocation ${index} held ${size} records, more than BatchSize ${mapping.BatchSize}.`);
  }
  const { payloadBytesOf } = limits;
  if (payloadBytesOf === undefined || size === 0) return;
  const commas = size - 1;
  const bytes = sequenceNumbers.reduce(
    (sum, sequenceNumber) => sum + payloadBytesOf({ shardId, sequenceNumber }),
    '{"Records":[]}'.length + commas,
  );
  if (bytes <= limits.payloadBytes) return;
  add(
    'payloadTooLarge',
    `Invocation ${index} held ${bytes} bytes, more than the limit of ${limits.payloadBytes} (S8).`,
  );
}

function checkContent(
  call: InvocationStarted,
  createdAtMs: ReadonlyMap<string, number>,
  startMs: number,
  add: Add,
): void {
  const { index, shardId, sequenceNumbers, window } = call;
  const bounds = window && { fromMs: Date.parse(window.start) - startMs, toMs: Date.parse(window.end) - startMs };
  for (const [at, sequenceNumber] of sequenceNumbers.entries()) {
    const previous = sequenceNumbers[at - 1];
    if (previous !== undefined && compareSequenceNumbers(previous, sequenceNumber) >= 0) {
      add('batchOutOfOrder', `Invocation ${index} held record ${sequenceNumber} behind record ${previous}.`);
    }
    const createdMs = createdAtMs.get(recordKey(shardId, sequenceNumber));
    if (createdMs === undefined) {
      add(
        'batchOfOtherShard',
        `Invocation ${index} of ${shardId} held record ${sequenceNumber}, which was not read from it.`,
      );
    } else if (bounds !== undefined && (createdMs < bounds.fromMs || createdMs >= bounds.toMs)) {
      const created = new Date(startMs + createdMs).toISOString();
      const message = `Invocation ${index} for the window ${window?.start}/${window?.end} held record ${sequenceNumber}, created ${created}.`;
      add('batchOutsideWindow', message);
    }
  }
}
