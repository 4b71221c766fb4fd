import type { DynamoDBRecord } from 'aws-lambda';
import { isThenable } from '../words/isThenable.ts';
import type { RecordSource } from '../scenario/scenarioOptions.ts';

type Result = IteratorResult<DynamoDBRecord>;

/**
 * The same records for several readers, pulled once. What the slowest has not read yet is held; the iterable is opened by the first
 * reader, and closed when the last has left.
 */
export function sharedSource(records: RecordSource, readers: number): readonly RecordSource[] {
  const isAsync = Symbol.asyncIterator in records;
  let iterator: Iterator<DynamoDBRecord> | AsyncIterator<DynamoDBRecord> | undefined;
  const held = new Map<number, Result | Promise<Result>>();
  const places = Array.from({ length: readers }, () => 0);
  let pulled = 0;
  let left = 0;

  function next(reader: number): Result | Promise<Result> {
    const place = places[reader] ?? 0;
    if (place === pulled) {
      iterator ??= Symbol.asyncIterator in records ? records[Symbol.asyncIterator]() : records[Symbol.iterator]();
      const result = iterator.next();
      held.set(pulled++, isThenable(result) ? Promise.resolve(result) : result);
    }
    const result = held.get(place) as Result | Promise<Result>;
    places[reader] = place + 1;
    if (places.every((other) => other > place)) held.delete(place);
    return result;
  }

  function leave(reader: number): Result | Promise<Result> {
    if (places[reader] !== Infinity) left++;
    places[reader] = Infinity;
    const first = Math.min(...places);
    for (const place of held.keys()) if (place < first) held.delete(place);
    const closed = left === readers ? iterator?.return?.() : undefined;
    return closed ?? { done: true, value: undefined };
  }

  return places.map((_, reader): RecordSource => {
    if (!isAsync) {
      const own = { next: () => next(reader) as Result, return: () => leave(reader) as Result };
      return { [Symbol.iterator]: () => own };
    }
    const own = { next: async () => next(reader), return: async () => leave(reader) };
    return { [Symbol.asyncIterator]: () => own };
  });
}
