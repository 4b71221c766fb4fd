import { compareSequenceNumbers } from '@millrace/records';
import type { DynamoDBRecord } from 'aws-lambda';
import { creationTimeMs } from '../stream/creationTimeMs.ts';
import { onlyShardId } from '../scenario/resolveShards.ts';
import { type RecordedLine, sequenceNumberOf } from './recordedLines.ts';
import { counted } from '../words/counted.ts';

/** The records of one shard, oldest first, and the shards that must be finished before it is read (S44). */
export interface RecordedShard {
  readonly parents?: readonly string[];
  readonly records: readonly DynamoDBRecord[];
}

/** A recording put in order, and what was done for it, in sentences. */
export interface Arrangement {
  readonly shards: Readonly<Record<string, RecordedShard>>;
  readonly notices: readonly string[];
}

/**
 * Puts what was recorded in the order in which a stream holds it. The rule:
 *
 * 1. Each stream (the ARN) stands by itself, also where its records have the numbers and keys of another's.
 * 2. A record whose stream and sequence number were there before is a repeat, as the log of a retried batch has many. It is dropped.
 * 3. Records that name their shard are its records. The others of a stream are one shard, unless sorting them would go back in
 *    time: in one shard the later number is not the older record. Where it goes back by more than a second (the precision of
 *    AWS's times), another shard begins; shards of which two hold the same item are one.
 * 4. The records of a shard are sorted by their sequence numbers.
 */
export function arrangedShards(lines: readonly RecordedLine[]): Arrangement {
  const notices: string[] = [];
  const streams = byStream(withoutRepeats(lines, notices));
  const shards: Record<string, RecordedShard> = {};
  for (const [arn, recorded] of streams) {
    const prefix = streams.size === 1 ? '' : `${streamName(arn, [...streams.keys()])}/`;
    Object.assign(shards, shardsOfStream(recorded, prefix, notices));
  }
  if (streams.size > 1) {
    const names = [...streams.keys()].map((arn) => streamName(arn, [...streams.keys()]));
    notices.push(`The recording holds ${streams.size} streams, each with shards of its own: ${names.join(', ')}.`);
  }
  return { shards, notices };
}

/** The stream of a record, as far as it says. */
export function streamOf(record: DynamoDBRecord): string {
  return typeof record.eventSourceARN === 'string' ? record.eventSourceARN : '';
}

function withoutRepeats(lines: readonly RecordedLine[], notices: string[]): readonly RecordedLine[] {
  const seen = new Set<string>();
  const kept: RecordedLine[] = [];
  let firstRepeat: RecordedLine | undefined;
  for (const line of lines) {
    const name = `${sequenceNumberOf(line).replace(/^0+(?=\d)/, '')} ${streamOf(line.record)}`;
    if (!seen.has(name)) {
      seen.add(name);
      kept.push(line);
    } else firstRepeat ??= line;
  }
  const count = lines.length - kept.length;
  if (firstRepeat !== undefined) {
    notices.push(
      `The recording repeats ${counted(count, 'record')}: a stream and sequence number that were there before, as in the log of a ` +
        `retried batch. They are replayed once. The first repeat is record ${sequenceNumberOf(firstRepeat)}, ${placeOf(firstRepeat)}.`,
    );
  }
  return kept;
}

/** Records that name no stream belong to the only one that others name, if there is one. */
function byStream(lines: readonly RecordedLine[]): ReadonlyMap<string, readonly RecordedLine[]> {
  const named = new Set(lines.map(({ record }) => streamOf(record)).filter((arn) => arn !== ''));
  const [only] = named;
  const streams = new Map<string, RecordedLine[]>();
  for (const line of lines) {
    const own = streamOf(line.record);
    const arn = own === '' && named.size === 1 && only !== undefined ? only : own;
    const known = streams.get(arn);
    if (known) known.push(line);
    else streams.set(arn, [line]);
  }
  return streams;
}

/** The table, with the label of the stream where the table has had several. */
function streamName(arn: string, all: readonly string[]): string {
  const [, table, label] = /:table\/([^/]+)(?:\/stream\/(.*))?$/.exec(arn) ?? [];
  if (table === undefined) return arn === '' ? 'unnamed' : arn;
  const isAlone = all.every((other) => other === arn || !other.includes(`:table/${table}/`));
  return isAlone || label === undefined ? table : `${table}/${label}`;
}

function shardsOfStream(
  lines: readonly RecordedLine[],
  prefix: string,
  notices: string[],
): Readonly<Record<string, RecordedShard>> {
  const shards = new Map<string, RecordedLine[]>();
  const parentOf = new Map<string, string | undefined>();
  const unnamed = lines.filter(({ shardId }) => shardId === undefined);
  const pieces = piecesOf(unnamed);
  for (const line of lines) {
    const shardId = line.shardId ?? shardIdOf(pieces.get(line) ?? 0);
    const known = shards.get(shardId);
    if (known) known.push(line);
    else {
      shards.set(shardId, [line]);
      // Lines without a shard id come before a stream split, so a shard named after them is their child.
      const oldest = line.shardId !== undefined && shards.has(onlyShardId) ? onlyShardId : undefined;
      const named = line.parentShardId !== undefined && shards.has(line.parentShardId) ? line.parentShardId : oldest;
      parentOf.set(shardId, named);
    }
  }
  const pieceCount = new Set(pieces.values()).size;
  if (pieceCount > 1) {
    notices.push(
      `The records${prefix === '' ? '' : ` of ${prefix.slice(0, -1)}`} that name no shard were assigned to ${pieceCount} shards: sorted by their sequence numbers they go back in time.`,
    );
  }
  return Object.fromEntries(
    [...shards].map(([shardId, recorded]) => {
      const records = sorted(recorded, `${prefix}${shardId}`, notices).map(({ record }) => record);
      const parent = parentOf.get(shardId);
      return [`${prefix}${shardId}`, parent === undefined ? { records } : { parents: [`${prefix}${parent}`], records }];
    }),
  );
}

function placeOf({ line, path }: RecordedLine): string {
  return `line ${line} of ${path}`;
}

function sorted(lines: readonly RecordedLine[], shardId: string, notices: string[]): readonly RecordedLine[] {
  const late = lines.find((line, index) => index > 0 && compare(lines[index - 1] as RecordedLine, line) > 0);
  if (late === undefined) return lines;
  notices.push(
    `The records of ${shardId} were sorted by their sequence numbers; the first out of order is record ${sequenceNumberOf(late)}, ${placeOf(late)}.`,
  );
  return lines.toSorted(compare);
}

/** The shard of each record that names none, counted from 0; see rule 3. */
function piecesOf(lines: readonly RecordedLine[]): ReadonlyMap<RecordedLine, number> {
  const isInOrder = lines.every((line, index) => index === 0 || compare(lines[index - 1] as RecordedLine, line) < 0);
  if (isInOrder) return new Map();
  const joined: number[] = [];
  const rootOf = (piece: number): number => {
    let root = piece;
    while (joined[root] !== root) root = joined[root] as number;
    return root;
  };
  const pieceOf = new Map<RecordedLine, number>();
  const pieceOfItem = new Map<string, number>();
  let piece = -1;
  let newestMs = Number.NEGATIVE_INFINITY;
  for (const line of lines.toSorted(compare)) {
    const createdMs = creationTimeMs(line.record, { shardId: onlyShardId, position: 0 }) ?? newestMs;
    if (piece === -1 || createdMs < newestMs - 1000) {
      piece++;
      joined.push(piece);
      newestMs = createdMs;
    }
    newestMs = Math.max(newestMs, createdMs);
    pieceOf.set(line, piece);
    const item = JSON.stringify(line.record.dynamodb?.Keys ?? line.line);
    const other = rootOf(pieceOfItem.get(item) ?? piece);
    const own = rootOf(piece);
    joined[Math.max(other, own)] = Math.min(other, own);
    pieceOfItem.set(item, Math.min(other, own));
  }
  const roots = [...new Set([...pieceOf.values()].map(rootOf))].toSorted((a, b) => a - b);
  return new Map([...pieceOf].map(([line, own]) => [line, roots.indexOf(rootOf(own))]));
}

function shardIdOf(piece: number): string {
  return piece === 0 ? onlyShardId : `shardId-${String(piece).padStart(20, '0')}-00000000`;
}

function compare(a: RecordedLine, b: RecordedLine): number {
  return compareSequenceNumbers(sequenceNumberOf(a), sequenceNumberOf(b));
}
