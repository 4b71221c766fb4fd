/** Whether an answer says that some of what was asked for was not done: each service says it in its own way. */
export function failedInPart(output: unknown): boolean {
  if (typeof output !== 'object' || output === null) return false;
  const fields = output as Readonly<Record<string, unknown>>;
  return counts.some((name) => Number(fields[name] ?? 0) > 0) || lists.some((name) => holdsSomething(fields[name]));
}

const counts = ['FailedEntryCount', 'FailedPutCount', 'FailedRecordCount'];
const lists = ['UnprocessedItems', 'UnprocessedKeys', 'Failed', 'Errors', 'UnprocessedTraceSegments'];

function holdsSomething(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
