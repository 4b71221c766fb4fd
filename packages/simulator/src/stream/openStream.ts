import type { DynamoDBRecord } from 'aws-lambda';
import type { StreamingTable, TableWrite } from '../scenario/streamingTable.ts';

/** A stream that a handler under test, or its stand-ins, can write to while the run goes on. */
export interface OpenStream extends StreamingTable {
  /**
   * Adds a record to the stream of the run that has it as its `table`, at this moment of virtual time. Its number, its time and its id are the
   * stream's. Outside of a run it does nothing.
   */
  append(record: DynamoDBRecord): void;
}

/**
 * A table by hand, for handlers whose writes are not seen by the stand-ins: whatever is appended becomes a record of the run.
 *
 * @example
 * const table = openStream();
 * const handler = async (event) => {
 *   for (const record of event.Records) if (record.eventName === 'INSERT') table.append(modified(record));
 * };
 * await simulate({ handler, table, records, mapping: { StartingPosition: 'TRIM_HORIZON' } });
 */
export function openStream({ view = 'NEW_AND_OLD_IMAGES' }: Pick<StreamingTable, 'view'> = {}): OpenStream {
  const listeners = new Set<(write: TableWrite) => void>();
  return {
    view,
    connect(tell) {
      const own = (write: TableWrite): void => tell(write);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    append({ dynamodb: { Keys: keys = {}, OldImage: oldImage, NewImage: newImage } = {}, eventName }) {
      const isGone = eventName === 'REMOVE';
      // A record without images still says what became of the item.
      const after = isGone ? undefined : (newImage ?? keys);
      const before = eventName === 'INSERT' ? undefined : (oldImage ?? keys);
      for (const tell of listeners) tell({ keys, oldImage: before, newImage: after, by: 'append' });
    },
  };
}
