import { compareSequenceNumbers, isSequenceNumber, keyOf } from '@millrace/records';
import type { DynamoDBRecord } from 'aws-lambda';
import type { StreamRecord } from '../core/streamRecord.ts';
import { givenText } from '../words/givenText.ts';
import { isObject } from '../words/isObject.ts';
import { jsonCopy, measuredJsonCopy } from '../words/jsonCopy.ts';
import { jsonText } from '../words/jsonText.ts';
import { creationTimeMs } from './creationTimeMs.ts';
import { foreignInput } from './foreignInput.ts';
import { ScenarioError } from '../scenario/scenarioError.ts';

/** A record of a simulated shard. */
export interface SourcedRecord extends StreamRecord {
  /** The record for an event: with `isolation: 'json'` a fresh copy each time, else the very record that was given. */
  readonly deliver: () => DynamoDBRecord;
}

/** How a shard's records are turned into what a poller knows of them. */
export interface SourceOptions {
  readonly shardId: string;
  /** Epoch milliseconds of the scenario's start; records without a creation time were created then. */
  readonly epochMs: () => number;
  readonly isolation: 'json' | 'none';
  /** What tells items of this shard from those of another table with the same keys; empty where there is one table. */
  readonly tableOf: () => string;
  /** The one copy of an item's key, so that a trace of many records of few items stays small. */
  readonly internKey: (itemKey: string) => string;
}

/** Checks a wire record and adds what a poller needs to know of it; refuses what Lambda could not have delivered. */
export function sourcedRecord(
  wire: DynamoDBRecord,
  previous: SourcedRecord | undefined,
  options: SourceOptions,
): SourcedRecord {
  const position = previous === undefined ? 0 : previous.position + 1;
  const change = wire?.dynamodb;
  if (typeof change !== 'object' || change === null) throw noChange(wire, position, options);
  const { SequenceNumber: sequenceNumber, Keys: keys = {} } = change;
  if (!isSequenceNumber(sequenceNumber)) throw noSequenceNumber(wire, position, options);
  if (previous !== undefined && compareSequenceNumbers(previous.sequenceNumber, sequenceNumber) >= 0) {
    throw outOfOrder(sequenceNumber, previous.sequenceNumber, position, options);
  }
  if (typeof keys !== 'object' || keys === null) throw noKeys(keys, position, options);
  const createdAt = creationTimeMs(wire, { shardId: options.shardId, position });
  const createdAtMs = createdAt === undefined ? (previous?.createdAtMs ?? 0) : createdAt - options.epochMs();
  return new MeasuredRecord(
    sequenceNumber,
    previous?.sequenceNumber,
    position,
    options.internKey(options.tableOf() + itemKeyOf(keys, position, options)),
    createdAtMs,
    wire,
    options.isolation === 'json' ? copyOf(wire, position, options) : undefined,
  );
}

/** A class for its speed: a million of these are made, and `payloadBytes` is seldom asked for. */
class MeasuredRecord implements SourcedRecord {
  readonly sequenceNumber: string;
  readonly previousSequenceNumber: string | undefined;
  readonly position: number;
  readonly itemKey: string;
  readonly createdAtMs: number;
  readonly wire: DynamoDBRecord;
  readonly payloadBytesAtMost: number;
  readonly #isCopied: boolean;
  /** The copy that measured the record: it goes into the first event, and most records are delivered once. */
  #copy: DynamoDBRecord | undefined;
  #payloadBytes: number | undefined;

  constructor(
    sequenceNumber: string,
    previousSequenceNumber: string | undefined,
    position: number,
    itemKey: string,
    createdAtMs: number,
    wire: DynamoDBRecord,
    copy: Copy | undefined,
  ) {
    this.sequenceNumber = sequenceNumber;
    this.previousSequenceNumber = previousSequenceNumber;
    this.position = position;
    this.itemKey = itemKey;
    this.createdAtMs = createdAtMs;
    this.wire = wire;
    this.#isCopied = copy !== undefined;
    this.#copy = copy?.value;
    // Counting bytes takes a while, and few batches come near the limit.
    this.payloadBytesAtMost = copy?.bytesAtMost ?? jsonBytesAtMost(wire);
  }

  deliver(): DynamoDBRecord {
    if (!this.#isCopied) return this.wire;
    const copy = this.#copy ?? (jsonCopy(this.wire) as DynamoDBRecord);
    this.#copy = undefined;
    return copy;
  }

  get payloadBytes(): number {
    return (this.#payloadBytes ??= Buffer.byteLength(jsonText(this.wire)));
  }
}

/**
 * With `isolation: 'none'` nothing is serialised unless a batch comes near the limit. The JSON of an attribute is at
 * most 16 times what it counts in `SizeBytes` (a list of NULLs is the worst), plus the envelope of the record.
 */
function jsonBytesAtMost(wire: DynamoDBRecord): number {
  const sizeBytes = wire.dynamodb?.SizeBytes;
  return typeof sizeBytes === 'number' ? 16 * sizeBytes + 2000 : Buffer.byteLength(jsonText(wire));
}

/** A record as JSON makes it, and its size. */
interface Copy {
  readonly value: DynamoDBRecord;
  readonly bytesAtMost: number;
}

function copyOf(wire: DynamoDBRecord, position: number, { shardId }: SourceOptions): Copy {
  try {
    return measuredJsonCopy(wire) as Copy;
  } catch (cause) {
    throw notJson('', "Pass it as JSON would hold it, or `isolation: 'none'`.", cause, position, shardId);
  }
}

function itemKeyOf(keys: Parameters<typeof keyOf>[0], position: number, { shardId }: SourceOptions): string {
  try {
    return keyOf(keys);
  } catch (cause) {
    throw notJson(
      ': its dynamodb.Keys',
      'Pass them as JSON would hold them, such as { "N": "1" }.',
      cause,
      position,
      shardId,
    );
  }
}

function notJson(what: string, remedy: string, cause: unknown, position: number, shardId: string): ScenarioError {
  return new ScenarioError(
    'InvalidRecord',
    `Record ${position} of ${shardId}${what} cannot be written as JSON, as events are on AWS. ${remedy}`,
    { cause },
  );
}

function noKeys(found: unknown, position: number, { shardId }: SourceOptions): ScenarioError {
  return new ScenarioError(
    'InvalidRecord',
    `Record ${position} of ${shardId}: dynamodb.Keys is ${givenText(found)}, expected an object of attribute values.`,
  );
}

function noChange(wire: unknown, position: number, { shardId }: SourceOptions): ScenarioError {
  return new ScenarioError('InvalidRecord', `Record ${position} of ${shardId} ${whyNoChange(wire)}`);
}

function whyNoChange(wire: unknown): string {
  if (Array.isArray(wire)) {
    return 'is a list, as EventBridge Pipes gives one to a function: pass the records in it, one by one, as a mapping of the stream takes them.';
  }
  if (isObject(wire) && Array.isArray(wire.Records)) return 'is an event: pass its records, `records: event.Records`.';
  const foreign = isObject(wire) ? foreignInput(wire) : undefined;
  return foreign === undefined ? `has no \`dynamodb\`. ${whatToPass}` : `cannot be delivered: ${foreign}.`;
}

const whatToPass = 'Pass Lambda wire records: what a handler finds in event.Records, or what orders.insert(...) makes.';

function noSequenceNumber(wire: DynamoDBRecord, position: number, { shardId }: SourceOptions): ScenarioError {
  const { dynamodb: change = {} } = wire;
  const found = 'SequenceNumber' in change ? change.SequenceNumber : undefined;
  const foreign = found === undefined ? foreignInput({ ...wire }) : undefined;
  const hint = 'sequenceNumber' in change ? ' It has `sequenceNumber`: AWS writes SequenceNumber, Keys, NewImage.' : '';
  return new ScenarioError(
    'InvalidRecord',
    foreign === undefined
      ? `Record ${position} of ${shardId}: dynamodb.SequenceNumber is ${givenText(found)}, expected a string of 1 to 40 digits.${hint}`
      : `Record ${position} of ${shardId} cannot be delivered: ${foreign}.`,
  );
}

function outOfOrder(found: string, previous: string, position: number, { shardId }: SourceOptions): ScenarioError {
  return new ScenarioError(
    'RecordsOutOfOrder',
    `Record ${position} of ${shardId}: sequence number ${found} does not come after ${previous}. The records of a ` +
      'shard are in the order of their sequence numbers, each once; pass records of several shards as `shards`.',
  );
}
