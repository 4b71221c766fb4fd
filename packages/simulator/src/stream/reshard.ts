import type { DynamoDBRecord } from 'aws-lambda';
import { hashLane } from '../core/lane.ts';
import { creationTimeMs } from './creationTimeMs.ts';
import { keyIfAny } from './keyIfAny.ts';
import { lambdaForm } from './lambdaForm.ts';
import { firstRecordOf, type FirstRecord } from './recordLog.ts';
import { ScenarioError } from '../scenario/scenarioError.ts';
import type { RecordSource, ScenarioAction, ShardOptions } from '../scenario/scenarioOptions.ts';
import { isThenable } from '../words/isThenable.ts';

type Shards = Readonly<Record<string, ShardOptions>>;
type Result = IteratorResult<DynamoDBRecord>;
type SplitShard = Extract<ScenarioAction, { do: 'splitShard' }>;

/** Shards with every split carried out. */
export interface Resharded {
  readonly shards: Shards;
  /** The ids of the shards that a split made. */
  readonly made: ReadonlySet<string>;
  /** Looks at the first record of a shard that is split: whose it is depends on a start that is not known yet. */
  readonly firsts: ReadonlyMap<string, () => Promise<FirstRecord | undefined>>;
}

/**
 * S44, S45: carries out the `splitShard` actions of a scenario. At its moment a shard is closed; the records created
 * from then on belong to its children, `<shard>.0` and, with two, `<shard>.1`, by the hash of their item's key.
 */
export function reshard(shards: Shards, actions: readonly ScenarioAction[], epochMs: () => number): Resharded {
  const splits = actions.filter((action): action is SplitShard => action.do === 'splitShard');
  const made = new Set<string>();
  const firsts = new Map<string, () => Promise<FirstRecord | undefined>>();
  let current = shards;
  for (const split of splits.toSorted((a, b) => a.atMs - b.atMs)) {
    const parent = current[split.shardId];
    if (parent === undefined || Object.values(current).some((shard) => shard.parents?.includes(split.shardId))) {
      throw new ScenarioError(
        'InvalidShards',
        `splitShard at ${split.atMs} ms: ${split.shardId} is ${parent === undefined ? 'not a shard' : 'split already'}. ` +
          `The shards are ${Object.keys(current).join(', ')}.`,
      );
    }
    const count = split.into ?? 2;
    const feed = new SplitFeed(parent.records, split.shardId, count, () => epochMs() + split.atMs);
    const children = Array.from({ length: count }, (_, index) => {
      const child: ShardOptions = { parents: [split.shardId], records: feed.child(index) };
      return [`${split.shardId}.${index}`, child] as const;
    });
    for (const [childId] of children) made.add(childId);
    if (!made.has(split.shardId)) firsts.set(split.shardId, () => feed.first());
    const closed: ShardOptions = { ...parent, records: feed.parent(), closesAt: split.atMs };
    current = { ...current, [split.shardId]: closed, ...Object.fromEntries(children) };
  }
  return { shards: current, made, firsts };
}

/**
 * Actions that close a shard and go on in one child, again and again: DynamoDB rolls its shards over about every four
 * hours (S45).
 *
 * @param times how many roll-overs
 * @example
 * await simulate({ handler, records, mapping, actions: rollovers('shardId-00000000000000000000-00000000', 5) });
 */
export function rollovers(shardId: string, times: number, everyMs = 4 * 60 * 60 * 1000): readonly ScenarioAction[] {
  return Array.from({ length: times }, (_, index) => {
    return { do: 'splitShard', atMs: (index + 1) * everyMs, shardId: `${shardId}${'.0'.repeat(index)}`, into: 1 };
  });
}

const over: Result = { done: true, value: undefined };

/** One sequence of records read by a parent up to a moment, and by its children from then on. */
class SplitFeed {
  readonly #iterator: Iterator<DynamoDBRecord> | AsyncIterator<DynamoDBRecord>;
  readonly #isAsync: boolean;
  readonly #shardId: string;
  readonly #cutAtMs: () => number;
  /** Records that were pulled for one reader and belong to another: the parent's first, then each child's. */
  readonly #queues: DynamoDBRecord[][];
  #peeked: Result | undefined;
  #pulled = 0;
  #isCut = false;
  #isExhausted = false;
  /** Who may still ask for records. */
  readonly #readers: Set<number>;

  constructor(records: RecordSource, shardId: string, children: number, cutAtMs: () => number) {
    this.#isAsync = Symbol.asyncIterator in records;
    this.#iterator = Symbol.asyncIterator in records ? records[Symbol.asyncIterator]() : records[Symbol.iterator]();
    this.#shardId = shardId;
    this.#cutAtMs = cutAtMs;
    this.#queues = Array.from({ length: children + 1 }, () => []);
    this.#readers = new Set(this.#queues.keys());
  }

  /** Looks at the first record without saying whose it is. */
  async first(): Promise<FirstRecord | undefined> {
    this.#peeked = await this.#iterator.next();
    return this.#peeked.done === true ? undefined : firstRecordOf(this.#peeked.value, this.#shardId);
  }

  parent(): RecordSource {
    return this.#reader(0);
  }

  child(index: number): RecordSource {
    return this.#reader(index + 1);
  }

  /**
   * The records of one reader: at once where they are given at once, as promises where they are promised. The last reader that
   * leaves, at its end or before, closes the iterable of all.
   */
  #reader(reader: number): RecordSource {
    const queue = this.#queues[reader] as DynamoDBRecord[];
    const leave = (): Result | PromiseLike<Result> => {
      const isLast = this.#readers.delete(reader) && this.#readers.size === 0;
      const closed = isLast && !this.#isExhausted ? this.#iterator.return?.() : undefined;
      return isThenable(closed) ? closed.then(() => over) : over;
    };
    const found = (): Result | PromiseLike<Result> | undefined => {
      // What is no record is told of by who reads it, `undefined` too.
      if (queue.length > 0) return { done: false, value: queue.shift() as DynamoDBRecord };
      return this.#isExhausted || (reader === 0 && this.#isCut) ? leave() : undefined;
    };
    const next = (): Result | PromiseLike<Result> => {
      for (;;) {
        const result = found();
        if (result !== undefined) return result;
        const pulled = this.#pull();
        if (isThenable(pulled)) return promised(pulled);
        this.#put(pulled);
      }
    };
    const promised = async (first: PromiseLike<Result>): Promise<Result> => {
      for (let pulled: Result | PromiseLike<Result> = first; ; pulled = this.#pull()) {
        this.#put(await pulled);
        const result = found();
        if (result !== undefined) return result;
      }
    };
    const iterator = { next, return: leave };
    return this.#isAsync
      ? { [Symbol.asyncIterator]: () => iterator as AsyncIterator<DynamoDBRecord> }
      : { [Symbol.iterator]: () => iterator as Iterator<DynamoDBRecord> };
  }

  #pull(): Result | PromiseLike<Result> {
    const pulled = this.#peeked ?? this.#iterator.next();
    this.#peeked = undefined;
    return pulled;
  }

  /** Puts a record that was pulled into the queue of its reader. */
  #put(result: Result): void {
    if (result.done === true) {
      this.#isExhausted = true;
      return;
    }
    // The first record from the cut on ends the parent, whatever the times of later ones.
    const wire = lambdaForm(result.value);
    const place = { shardId: this.#shardId, position: this.#pulled++ };
    this.#isCut ||= (creationTimeMs(wire, place) ?? -Infinity) >= this.#cutAtMs();
    const key = keyIfAny(wire?.dynamodb?.Keys);
    const reader = this.#isCut ? 1 + hashLane(key, this.#queues.length - 1) : 0;
    this.#queues[reader]?.push(wire);
  }
}
