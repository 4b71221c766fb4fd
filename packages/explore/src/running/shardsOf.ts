import { keyOf } from '@millrace/records';
import type { ShardOptions } from '@millrace/simulator';
import type { Records } from './runOptions.ts';

/** The records by shard: each item is in one of them, in turn as it first comes. */
export function shardsOf(records: Records, count: number): Readonly<Record<string, ShardOptions>> {
  const shards = Array.from({ length: count }, (): Records[number][] => []);
  const places = new Map<string, number>();
  for (const record of records) {
    const item = keyOf(Object(record.dynamodb?.Keys));
    const place = places.get(item) ?? places.size % count;
    places.set(item, place);
    shards[place]?.push(record);
  }
  return Object.fromEntries(shards.map((each, index) => [shardId(index), { records: each }]));
}

/** The name of a shard, as the simulator gives it to the only one. */
export function shardId(index: number): string {
  return `shardId-${String(index).padStart(20, '0')}-00000000`;
}
