import type { Discard } from '../core/command.ts';
import { randomStream, uuidFrom } from '../core/randomStream.ts';
import type { Delivery } from '../destination/delivery.ts';
import { failureDocument } from '../destination/failureDocument.ts';
import { failurePayload } from '../destination/failurePayload.ts';
import { keyTimes } from '../destination/isoTime.ts';
import { destinationKind } from '../mapping/destinationKind.ts';
import type { TraceEvent } from '../trace/traceEvent.ts';
import { buildEvent } from './buildEvent.ts';
import type { FunctionIdentity } from './functionIdentity.ts';
import { withAssumption } from './recorder.ts';

/** What the destination needs to know of the scenario. */
export interface DestinationFacts {
  /** The destination of the mapping that holds now; undefined for none. */
  readonly arn: () => string | undefined;
  readonly function: FunctionIdentity;
  readonly streamArn: string;
  readonly epochMs: number;
  readonly isolation: 'json' | 'none';
  readonly seed: number;
  readonly mergesNeighbours: boolean;
  readonly reportsRetentionExpiry: boolean;
  readonly refuses: ((delivery: Delivery & { readonly atMs: number }) => boolean) | undefined;
  readonly requestIdOf: (shardId: string, batchNumber: number) => string;
}

/** What changes from document to document. */
export interface DocumentProgress {
  count: number;
  /** U6: the document of each shard that may still be merged with that of its next batch. */
  readonly held: Map<string, Discard>;
  /** What each shard discarded last. */
  readonly last: Map<string, Discard>;
}

export function newDocumentProgress(): DocumentProgress {
  return { count: 0, held: new Map(), last: new Map() };
}

export function copyDocumentProgress(progress: DocumentProgress): DocumentProgress {
  return { ...progress, held: new Map(progress.held), last: new Map(progress.last) };
}

/** Writes the document of each discarded batch and delivers it, once (S39, S40). */
export class FailureDestination {
  readonly #facts: DestinationFacts;
  readonly #progress: DocumentProgress;
  readonly #record: (event: TraceEvent) => void;

  constructor(facts: DestinationFacts, progress: DocumentProgress, record: (event: TraceEvent) => void) {
    this.#facts = facts;
    this.#progress = progress;
    this.#record = record;
  }

  /** Sends the document about a discarded batch. */
  discard(shardId: string, discard: Discard, atMs: number): void {
    if (discard.condition === 'StreamRetentionExceeded' && !this.#facts.reportsRetentionExpiry) return; // S38, U8
    const last = this.#progress.last.get(shardId);
    const isNeighbour = last !== undefined && areNeighbours(last, discard);
    this.#progress.last.set(shardId, discard);
    const told: Discard = { ...discard, assumption: isNeighbour ? 'documents' : undefined }; // U6
    if (!this.#facts.mergesNeighbours) return this.#deliver(shardId, told, atMs);
    const held = this.#progress.held.get(shardId);
    const merged = held && isNeighbour && { ...told, records: [...held.records, ...discard.records] };
    if (!merged) this.flush(shardId, atMs);
    this.#progress.held.set(shardId, merged || told);
  }

  /** Sends what was held back for merging: nothing of the shard is discarded next. */
  flush(shardId: string, atMs: number): void {
    const held = this.#progress.held.get(shardId);
    this.#progress.held.delete(shardId);
    if (held !== undefined) this.#deliver(shardId, held, atMs);
  }

  flushAll(atMs: number): void {
    for (const shardId of this.#progress.held.keys()) this.flush(shardId, atMs);
  }

  #deliver(shardId: string, discard: Discard, atMs: number): void {
    const destination = this.#facts.arn();
    const kind = destination === undefined ? undefined : destinationKind(destination);
    if (destination === undefined || kind === undefined) return;
    const { epochMs, streamArn, isolation } = this.#facts;
    const timestampMs = epochMs + atMs;
    const body = failureDocument(discard, {
      requestId: this.#facts.requestIdOf(shardId, discard.batch.number),
      functionArn: this.#facts.function.arn,
      executedVersion: this.#facts.function.executedVersion,
      shardId,
      streamArn,
      timestampMs,
      epochMs,
      payload: kind === 's3' ? this.#payload(shardId, discard, { epochMs, streamArn, isolation }) : undefined,
    });
    const key = kind === 's3' ? { key: this.#objectKey(shardId, timestampMs) } : {};
    const delivery: Delivery = { kind, destination, body, ...key };
    const isRefused = this.#facts.refuses?.({ ...delivery, atMs }) === true; // S40: tried once.
    const type = isRefused ? 'documentRefused' : 'documentDelivered';
    const recordCount = discard.records.length;
    this.#record(withAssumption({ type, atMs, shardId, delivery, recordCount }, discard.assumption));
  }

  /** S39: the failed event; only the records that were discarded. */
  #payload(
    shardId: string,
    discard: Discard,
    facts: { readonly epochMs: number; readonly streamArn: string; readonly isolation: 'json' | 'none' },
  ): string {
    return failurePayload(buildEvent({ ...discard.batch, records: discard.records }, discard.window, shardId, facts));
  }

  /** S39: `aws/lambda/<mapping uuid>/<shardId>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<uuid>`. */
  #objectKey(shardId: string, timestampMs: number): string {
    const { seed } = this.#facts;
    const { day, second } = keyTimes(timestampMs);
    const mapping = uuidFrom(randomStream(seed, 'mapping'));
    const object = uuidFrom(randomStream(seed, 'object', this.#progress.count++));
    return `aws/lambda/${mapping}/${shardId}/${day}/${second}-${object}`;
  }
}

/** Two batches that AWS may report in one document: nothing between them, given up for the same cause (S37, U6). */
function areNeighbours(earlier: Discard, later: Discard): boolean {
  const last = earlier.records.at(-1);
  const isNext = last !== undefined && later.records[0]?.previousSequenceNumber === last.sequenceNumber;
  return isNext && earlier.condition === later.condition;
}
