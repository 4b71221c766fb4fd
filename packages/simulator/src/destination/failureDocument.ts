import type { Discard } from '../core/command.ts';
import { isoMilliseconds, isoSeconds } from './isoTime.ts';
import { windowBounds } from './windowBounds.ts';

/** What a failure document says beside the discarded batch: who sent it, from where, when. */
export interface DocumentContext {
  readonly requestId: string;
  /** As in the mapping, alias or version included. */
  readonly functionArn: string;
  readonly executedVersion: string;
  readonly shardId: string;
  readonly streamArn: string;
  /** Epoch milliseconds of the discard. */
  readonly timestampMs: number;
  /** Epoch milliseconds of the scenario's start, to which the times of the discard are relative. */
  readonly epochMs: number;
  /** The failed event as text; S3 documents carry it. */
  readonly payload: string | undefined;
}

/** S39: the JSON text about a discarded batch, key order as AWS sends it. */
export function failureDocument(discard: Discard, context: DocumentContext): string {
  const { requestId, functionArn, executedVersion, payload } = context;
  return JSON.stringify({
    requestContext: {
      requestId,
      functionArn,
      condition: discard.condition,
      approximateInvokeCount: discard.invokeCount,
    },
    ...(discard.failure !== undefined && {
      responseContext: { statusCode: 200, executedVersion, functionError: discard.failure.functionError },
    }),
    version: '1.0',
    ...(payload !== undefined && { payload }),
    timestamp: isoMilliseconds(context.timestampMs),
    DDBStreamBatchInfo: batchInfo(discard, context),
    ...(discard.window !== undefined && { timeWindowInfo: timeWindowInfo(discard.window, context) }),
  });
}

/** A failed final call has no records: only the shard and the stream are named (S39). */
function batchInfo(discard: Discard, { shardId, streamArn, epochMs }: DocumentContext): object {
  const first = discard.records[0];
  const last = discard.records.at(-1);
  if (first === undefined || last === undefined) return { shardId, streamArn };
  return {
    shardId,
    startSequenceNumber: first.sequenceNumber,
    endSequenceNumber: last.sequenceNumber,
    approximateArrivalOfFirstRecord: isoSeconds(first.createdAtMs + epochMs),
    approximateArrivalOfLastRecord: isoSeconds(last.createdAtMs + epochMs),
    batchSize: discard.records.length,
    streamArn,
  };
}

function timeWindowInfo(window: NonNullable<Discard['window']>, { epochMs }: DocumentContext): object {
  return {
    window: windowBounds(window, epochMs),
    isFinalInvokeForWindow: window.isFinalInvoke,
    isWindowTerminatedEarly: window.isTerminatedEarly,
  };
}
