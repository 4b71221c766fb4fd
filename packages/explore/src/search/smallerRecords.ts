import { keyOf } from '@millrace/records';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Records } from '../running/runOptions.ts';

/**
 * Shorter histories of the same table, the shortest first: without an item, without the end, or without the first or
 * last change of an item. What remains is consistent: a stream begins and ends anywhere in the life of an item.
 */
export function* smallerRecords(records: Records): Generator<Records> {
  if (records.length < 2) return;
  const keys = records.map(itemOf);
  const items = [...new Set(keys)];
  if (items.length > 1) {
    for (const item of items) yield records.filter((_, index) => keys[index] === item);
    for (const item of items) yield records.filter((_, index) => keys[index] !== item);
  }
  for (let length = Math.floor(records.length / 2); length > 0; length = Math.floor(length / 2)) {
    yield records.slice(0, records.length - length);
    yield records.slice(length);
  }
  for (const [index, key] of keys.entries()) {
    if (keys.indexOf(key) !== index && keys.lastIndexOf(key) !== index) continue;
    yield records.filter((_, other) => other !== index);
  }
}

function itemOf(record: DynamoDBRecord): string {
  return keyOf(Object(record.dynamodb?.Keys));
}
