import { compareSequenceNumbers, isSequenceNumber, keyOf } from '@millrace/records';
import type { DynamoDBRecord } from 'aws-lambda';
import type { StreamRecord } from '../core/streamRecord.ts';
import { ScenarioError } from './scenarioError.ts';

/** A record of a simulated shard; `text` is its JSON, when events go through JSON. */
export interface SourcedRecord extends StreamRecord {
  readonly text: string | undefined;
}

/** How a shard's records are turned into what a poller knows of them. */
export interface SourceOptions {
  readonly shardId: string;
  /** Epoch milliseconds of the scenario's start; records without a creation time were created then. */
  readonly epochMs: () => number;
  readonly isolation: 'json' | 'none';
}

/** Checks a wire record and adds what a poller needs to know of it; refuses what Lambda could not have delivered. */
export function sourcedRecord(
  wire: DynamoDBRecord,
  previous: SourcedRecord | undefined,
  options: SourceOptions,
): SourcedRecord {
  const position = previous === undefined ? 0 : previous.position + 1;
  const where = `Record ${position} of ${options.shardId}`;
  const change = wire?.dynamodb;
  if (typeof change !== 'object' || change === null) {
    throw new ScenarioError(
      'InvalidRecord',
      `${where} has no \`dynamodb\`. Pass Lambda wire records: what a handler finds in event.Records, or what orders.insert(...) makes.`,
    );
  }
  const sequenceNumber = change.SequenceNumber;
  if (!isSequenceNumber(sequenceNumber)) {
    throw new ScenarioError(
      'InvalidRecord',
      `${where}: dynamodb.SequenceNumber is ${JSON.stringify(sequenceNumber)}, expected a string of 1 to 40 digits.`,
    );
  }
  if (previous !== undefined && compareSequenceNumbers(previous.sequenceNumber, sequenceNumber) >= 0) {
    throw new ScenarioError(
      'RecordsOutOfOrder',
      `${where}: sequence number ${sequenceNumber} does not come after ${previous.sequenceNumber}. The records of a ` +
        'shard are in the order of their sequence numbers, each once; pass records of several shards as `shards`.',
    );
  }
  const createdAt = creationTimeMs(wire);
  const createdAtMs = createdAt === undefined ? (previous?.createdAtMs ?? 0) : createdAt - options.epochMs();
  const facts = {
    sequenceNumber,
    previousSequenceNumber: previous?.sequenceNumber,
    position,
    itemKey: keyOf(change.Keys ?? {}),
    createdAtMs,
    wire,
  };
  return options.isolation === 'json' ? withText(facts) : withoutText(facts);
}

type Facts = Omit<SourcedRecord, 'text' | 'payloadBytes' | 'payloadBytesAtMost'>;

function withText(facts: Facts): SourcedRecord {
  const text = JSON.stringify(facts.wire);
  const payloadBytes = Buffer.byteLength(text);
  return { ...facts, text, payloadBytes, payloadBytesAtMost: payloadBytes };
}

/**
 * With `isolation: 'none'` nothing is serialised unless a batch comes near the limit. The JSON of an attribute is at
 * most 16 times what it counts in `SizeBytes` (a list of NULLs is the worst), plus the envelope of the record.
 */
function withoutText(facts: Facts): SourcedRecord {
  const sizeBytes = facts.wire.dynamodb?.SizeBytes;
  const measure = (): number => Buffer.byteLength(JSON.stringify(facts.wire));
  return {
    ...facts,
    text: undefined,
    payloadBytesAtMost: typeof sizeBytes === 'number' ? 16 * sizeBytes + 2000 : measure(),
    get payloadBytes() {
      return measure();
    },
  };
}

/** Epoch milliseconds of a record's creation. AWS sends seconds; recordings made elsewhere may hold milliseconds. */
export function creationTimeMs(wire: DynamoDBRecord): number | undefined {
  const created: unknown = wire?.dynamodb?.ApproximateCreationDateTime;
  if (created === undefined || created === null) return undefined;
  const time = typeof created === 'number' ? created : Number(created);
  if (!Number.isFinite(time)) {
    throw new ScenarioError(
      'InvalidRecord',
      `Record ${wire.dynamodb?.SequenceNumber}: dynamodb.ApproximateCreationDateTime is ${JSON.stringify(created)}, expected seconds since 1970.`,
    );
  }
  return Math.round(time < 1e11 ? time * 1000 : time);
}
