import type { Assumption } from '../core/assumption.ts';
import type { Batch } from '../core/batch.ts';
import type { Discard, DocumentToSend, WindowCall } from '../core/command.ts';
import { areNeighbours } from '../core/documents.ts';
import { randomStream, uuidFrom } from '../core/randomStream.ts';
import type { Delivery } from './delivery.ts';
import { failureDocument } from './failureDocument.ts';
import { failurePayload } from './failurePayload.ts';
import { keyTimes } from './isoTime.ts';
import { destinationKind } from '../mapping/destinationKind.ts';
import type { FunctionIdentity } from '../mapping/functionIdentity.ts';

/** What the destination needs to know of the scenario. */
export interface DestinationFacts {
  /** The destination of the mapping that holds now; undefined for none. */
  readonly arn: () => string | undefined;
  readonly function: FunctionIdentity;
  readonly streamArnOf: (shardId: string) => string;
  readonly epochMs: number;
  readonly seed: number;
  readonly mergesNeighbours: boolean;
  readonly reportsRetentionExpiry: boolean;
  readonly refuses: ((delivery: Delivery & { readonly atMs: number }) => boolean) | undefined;
  readonly requestIdOf: (shardId: string, batchNumber: number) => string;
  /** The event that the function got for a batch; S3 documents carry it. */
  readonly eventOf: (batch: Batch, window: WindowCall | undefined, shardId: string) => unknown;
}

/** What became of the document about a discarded batch, or about neighbours merged into one. */
export interface DeliveryOutcome {
  readonly atMs: number;
  readonly shardId: string;
  readonly delivery: Delivery;
  readonly recordCount: number;
  /** S40: it was refused, and is not sent again. */
  readonly isRefused: boolean;
  readonly assumption: Assumption | undefined;
}

/** What changes from document to document. */
export interface DocumentProgress {
  count: number;
  /** U6: the document of each shard that may still be merged with that of its next batch. */
  readonly held: Map<string, Discard>;
  /** What each shard discarded last. */
  readonly last: Map<string, Discard>;
  /** U6: how many discards of each shard have no document yet, as their batch is not worked out. */
  readonly waiting: Map<string, number>;
}

export function newDocumentProgress(): DocumentProgress {
  return { count: 0, held: new Map(), last: new Map(), waiting: new Map() };
}

export function copyDocumentProgress(progress: DocumentProgress): DocumentProgress {
  const { held, last, waiting } = progress;
  return { ...progress, held: new Map(held), last: new Map(last), waiting: new Map(waiting) };
}

/** Writes the document of each discarded batch and delivers it, once (S39, S40). */
export class FailureDestination {
  readonly #facts: DestinationFacts;
  readonly #progress: DocumentProgress;
  readonly #tell: (document: DeliveryOutcome) => void;

  constructor(facts: DestinationFacts, progress: DocumentProgress, tell: (document: DeliveryOutcome) => void) {
    this.#facts = facts;
    this.#progress = progress;
    this.#tell = tell;
  }

  /** Records were given up: their document comes, now or later. */
  expect(shardId: string): void {
    if (!this.#facts.mergesNeighbours) return;
    const { waiting } = this.#progress;
    waiting.set(shardId, (waiting.get(shardId) ?? 0) + 1);
  }

  /** Sends the document about a discarded batch. */
  send(shardId: string, { discard, assumption }: DocumentToSend, atMs: number): void {
    const { waiting } = this.#progress;
    waiting.set(shardId, (waiting.get(shardId) ?? 1) - 1);
    if (discard.condition === 'StreamRetentionExceeded' && !this.#facts.reportsRetentionExpiry) return; // S38, U8
    const last = this.#progress.last.get(shardId);
    const isNeighbour = last !== undefined && areNeighbours(last, discard);
    this.#progress.last.set(shardId, discard);
    const told: Discard = { ...discard, assumption: isNeighbour ? 'documents' : assumption }; // U6
    if (!this.#facts.mergesNeighbours) return this.#deliver(shardId, told, atMs);
    const held = this.#progress.held.get(shardId);
    const merged = held && isNeighbour && { ...told, records: [...held.records, ...discard.records] };
    if (!merged) this.flush(shardId, atMs);
    this.#progress.held.set(shardId, merged || told);
  }

  /** A call succeeded: what was held back for merging is sent, unless a document still waits that may be the neighbour. */
  succeeded(shardId: string, atMs: number): void {
    if ((this.#progress.waiting.get(shardId) ?? 0) === 0) this.flush(shardId, atMs);
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
    const { epochMs } = this.#facts;
    const timestampMs = epochMs + atMs;
    const body = failureDocument(discard, {
      requestId: this.#facts.requestIdOf(shardId, discard.batch.number),
      functionArn: this.#facts.function.arn,
      executedVersion: this.#facts.function.executedVersion,
      shardId,
      streamArn: this.#facts.streamArnOf(shardId),
      timestampMs,
      epochMs,
      payload: kind === 's3' ? this.#payload(shardId, discard) : undefined,
    });
    const key = kind === 's3' ? { key: this.#objectKey(shardId, timestampMs) } : {};
    const delivery: Delivery = { kind, destination, body, ...key };
    const isRefused = this.#facts.refuses?.({ ...delivery, atMs }) === true; // S40: tried once.
    const recordCount = discard.records.length;
    this.#tell({ atMs, shardId, delivery, recordCount, isRefused, assumption: discard.assumption });
  }

  /** S39: the failed event; only the records that were discarded. */
  #payload(shardId: string, { batch, records, window }: Discard): string {
    return failurePayload(this.#facts.eventOf({ ...batch, records }, window, shardId));
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
