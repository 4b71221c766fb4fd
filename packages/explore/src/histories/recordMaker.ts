import type { EncodeOptions, LambdaRecord, StreamDefinition } from '@millrace/records';
import { HistoryError } from './historyError.ts';
import type { Item } from './item.ts';

/** A stream as histories need it: with the functions that make its records. */
export interface RecordMaker {
  readonly keys: readonly string[];
  readonly decode: StreamDefinition['decode'];
  readonly insert: (item: Item, about: EncodeOptions) => LambdaRecord;
  readonly modify: (oldItem: Item, newItem: Item, about: EncodeOptions) => LambdaRecord;
  readonly remove: (oldItem: Item, about: EncodeOptions) => LambdaRecord;
}

/** The stream, when `defineStream` made it; refuses any other, which cannot make records. */
export function recordMaker(stream: StreamDefinition): RecordMaker {
  const { insert, modify, remove }: Partial<RecordMaker> = stream as StreamDefinition & Partial<RecordMaker>;
  const { keys, decode } = stream;
  if (insert === undefined || modify === undefined || remove === undefined) {
    throw new HistoryError('InvalidOption', 'historyOf takes a stream that `defineStream` made: it makes its records.');
  }
  return { keys, decode, insert, modify, remove };
}
