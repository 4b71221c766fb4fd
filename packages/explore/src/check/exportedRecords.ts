import type { DynamoDBRecord } from 'aws-lambda';
import type { StandardSchema, StreamDefinition } from '@millrace/records';
import { sample } from 'fast-check';
import { itemArbitrary } from '../histories/itemArbitrary.ts';
import { type RecordMaker, recordMaker } from '../histories/recordMaker.ts';

type Exports = Readonly<Record<string, unknown>>;

/** Some INSERTs of a stream that a module exports (`defineStream`), of items that its schema describes; none when it has no such export. */
export function exportedRecords(exports: Exports): readonly DynamoDBRecord[] {
  for (const each of Object.values(exports)) {
    if (!isStream(each)) continue;
    const stream = recordMaker(each);
    const { item, entities = {} } = each.schemas;
    const named = item === undefined ? Object.entries(entities) : [['item', item] as const];
    const records = named.flatMap(([name, schema], n) => recordsOf(stream, name, schema, n));
    if (records.length > 0) return records;
  }
  return [];
}

/** Of items with different keys, the same ones each time. */
function recordsOf(stream: RecordMaker, name: string, schema: StandardSchema, n: number): readonly DynamoDBRecord[] {
  try {
    const items = itemArbitrary(
      { name, schema, arbitrary: undefined, examples: undefined, extraAttributes: false, maximumItemBytes: 0 },
      stream,
    );
    return sample(items, { seed: 1, numRuns: 3 }).map((item, index) =>
      stream.insert(item, { sequenceNumber: String(1 + 3 * n + index) }),
    );
  } catch {
    return []; // A schema that does not describe itself: the keys have to do.
  }
}

interface WithSchemas {
  readonly schemas: {
    readonly item?: StandardSchema;
    readonly entities?: Readonly<Record<string, StandardSchema>>;
  };
}

function isStream(value: unknown): value is StreamDefinition & WithSchemas {
  const { decode, insert, schemas, keys } = Object(value) as Exports;
  return (
    typeof decode === 'function' && typeof insert === 'function' && typeof schemas === 'object' && Array.isArray(keys)
  );
}
