import type { RecordOf, StreamDefinition } from '@millrace/records';
import { checkStream } from './batchOptions.ts';
import { check, checkNothingElse, isMissingOrFunction } from '../options/check.ts';
import type { RecordScope } from '../call/recordScope.ts';

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

const functionNames = 'onInsert, onModify or onRemove';
const names = { INSERT: 'onInsert', MODIFY: 'onModify', REMOVE: 'onRemove' } as const;

/** Makes one function of a handler, and refuses what is none. */
export function toRecordFunction<S extends StreamDefinition>(
  stream: S,
  handler: RecordHandler<S>,
): RecordFunction<RecordOf<S>> {
  checkStream(stream);
  if (typeof handler === 'function') return handler;
  const { onInsert, onModify, onRemove, ...unknown } = Object(handler) as RecordFunctions<RecordOf<S>>;
  checkNothingElse(unknown, functionNames);
  check({ onRecord: handler }, `a function, or functions ${functionNames}`, () =>
    Boolean(onInsert ?? onModify ?? onRemove),
  );
  // Each is called only with records of its own eventName, which is what its type asks for.
  const functions = handler as Readonly<Record<string, RecordFunction<RecordOf<S>>>>;
  check(functions, 'a function', isMissingOrFunction);
  return (record, scope) => functions[names[record.eventName]]?.(record, scope);
}
