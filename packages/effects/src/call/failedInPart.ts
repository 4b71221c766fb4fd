/** Whether an answer says that some of what was asked for was not done: each service says it in its own way. */
export function failedInPart(output: unknown): boolean {
  if (typeof output !== 'object' || output === null) return false;
  const fields = output as Readonly<Record<string, unknown>>;
  return (
    counts.some((name) => Number(fields[name] ?? 0) > 0) ||
    lists.some((name) => holdsSomething(fields[name])) ||
    results.some((name) => holdsFailure(fields[name])) ||
    typeof fields['FunctionError'] === 'string' ||
    fields['status'] === 'FAILED'
  );
}

const counts = ['FailedEntryCount', 'FailedPutCount', 'FailedRecordCount'];
const lists = [
  'UnprocessedItems',
  'UnprocessedKeys',
  'Failed',
  'Errors',
  'UnprocessedTraceSegments',
  'InvalidParameters',
  'rejectedLogEventsInfo',
];
/** Of many mails, one after the other. */
const results = ['Status', 'BulkEmailEntryResults'];

function holdsFailure(value: unknown): boolean {
  return Array.isArray(value) && value.some((each: unknown) => !/^success$/i.test(String(Object(each).Status)));
}

function holdsSomething(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
