import type { EncodeOptions, LambdaRecord } from '@millrace/records';
import type { Item } from './item.ts';
import type { RecordMaker } from './recordMaker.ts';

/** What is written to one key of the table, one after the other; begun anew when it is through. */
export interface ItemLife {
  readonly versions: readonly [Item, ...Item[]];
}

/** One change of the table. What it is depends on what is there: an item that is not there can only be put. */
export interface Step {
  /** Which of the lives; counted on from the first when there are fewer. */
  readonly life: number;
  readonly does: 'write' | 'delete' | 'expire';
  /** Seconds since the step before. */
  readonly pauseSeconds: number;
}

/** Where and when a history takes place. */
export interface HistoryPlace {
  readonly startAt: Date;
  readonly eventSourceARN: string | undefined;
}

const firstSequenceNumber = 100_000_000_000_000_000_000n;

/**
 * The records of a stream as the table changes step by step. Each step makes one record: INSERT where nothing is, else
 * MODIFY or REMOVE, with the item that is there as the old image. A write that would change nothing makes no record on
 * AWS, so it deletes.
 */
export function tableHistory(
  stream: RecordMaker,
  lives: readonly ItemLife[],
  steps: readonly Step[],
  { startAt, eventSourceARN }: HistoryPlace,
): LambdaRecord[] {
  const present = new Map<number, Item>();
  const written = new Map<number, number>();
  let seconds = Math.floor(startAt.getTime() / 1000);
  return steps.map(({ life, does, pauseSeconds }, index) => {
    const slot = life % lives.length;
    seconds += pauseSeconds;
    const about: EncodeOptions = {
      sequenceNumber: String(firstSequenceNumber + BigInt(index + 1)),
      createdAt: new Date(seconds * 1000),
      ...(eventSourceARN !== undefined && { eventSourceARN }),
    };
    const there = present.get(slot);
    const count = written.get(slot) ?? 0;
    const next = version(lives[slot] as ItemLife, count, stream.keys);
    if (there === undefined || (does === 'write' && isChange(stream, there, next))) {
      present.set(slot, next);
      written.set(slot, count + 1);
      return there === undefined ? stream.insert(next, about) : stream.modify(there, next, about);
    }
    present.delete(slot);
    return stream.remove(there, { ...about, ...(does === 'expire' && { expiredByTtl: true }) });
  });
}

/** What is written the n-th time: a version with the key of the first. */
function version({ versions }: ItemLife, count: number, keys: readonly string[]): Item {
  const [first] = versions;
  const item = versions[count % versions.length] ?? first;
  return { ...item, ...Object.fromEntries(keys.map((name) => [name, first[name]])) };
}

function isChange(stream: RecordMaker, before: Item, after: Item): boolean {
  const about = { sequenceNumber: '1' };
  const image = (item: Item): string => {
    const { NewImage, OldImage } = stream.modify(item, item, about).dynamodb;
    return JSON.stringify(NewImage ?? OldImage);
  };
  const [old, now] = [image(before), image(after)];
  // A stream of keys alone shows no image, so what changed cannot be told from what did not.
  return old === undefined || old !== now;
}
