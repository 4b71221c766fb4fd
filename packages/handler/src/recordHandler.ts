import type { RecordOf, StreamDefinition } from '@millrace/records';
import { HandlerOptionError } from './batchOptions.ts';
import type { RecordScope } from './recordScope.ts';

/** Processes one record. It failed when it throws, or when the promise it answers with rejects; the value is ignored. */
export type RecordFunction<Rec> = (record: Rec, scope: RecordScope) => unknown;

/** One function for each kind of change. A kind without a function needs no work: its records count as processed. */
export interface RecordFunctions<Rec> {
  readonly onInsert?: RecordFunction<Extract<Rec, { readonly eventName: 'INSERT' }>>;
  readonly onModify?: RecordFunction<Extract<Rec, { readonly eventName: 'MODIFY' }>>;
  readonly onRemove?: RecordFunction<Extract<Rec, { readonly eventName: 'REMOVE' }>>;
}

/** What `batchHandler` calls for the records of a stream: one function, or one for each kind of change. */
export type RecordHandler<S extends StreamDefinition> = RecordFunction<RecordOf<S>> | RecordFunctions<RecordOf<S>>;

/** Makes one function of a handler, and refuses what is none. */
export function toRecordFunction<S extends StreamDefinition>(handler: RecordHandler<S>): RecordFunction<RecordOf<S>> {
  if (typeof handler === 'function') return handler;
  const expected = 'a function, or { onInsert, onModify, onRemove } with at least one of them';
  if (typeof handler !== 'object' || handler === null) throw new HandlerOptionError('onRecord', handler, expected);
  const names = Object.keys(handler);
  const unknown = names.find((name) => !['onInsert', 'onModify', 'onRemove'].includes(name));
  if (names.length === 0 || unknown !== undefined)
    throw new HandlerOptionError('onRecord', `{ ${names.join(', ')} }`, expected);
  const { onInsert, onModify, onRemove } = handler as RecordFunctions<ChangedRecord>;
  return (record, scope) => {
    const change: ChangedRecord = record;
    switch (change.eventName) {
      case 'INSERT':
        return onInsert?.(change, scope);
      case 'MODIFY':
        return onModify?.(change, scope);
      case 'REMOVE':
        return onRemove?.(change, scope);
      default:
        return change satisfies never;
    }
  };
}

type ChangedRecord =
  | { readonly eventName: 'INSERT' }
  | { readonly eventName: 'MODIFY' }
  | { readonly eventName: 'REMOVE' };
