import type { RecordSource } from './scenarioOptions.ts';

/** Whether records can be pulled from a value, at once or with a wait. */
export function isRecordSource(value: unknown): value is RecordSource {
  return typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}
