/**
 * Whether an answer, not yet in JSON, has a report of failures where JSON does not look: behind a getter of its class, in
 * an inherited or hidden property, under a symbol, as a property of a list, in entries of a list that have names, or left out
 * by a `toJSON` of its own. May throw what a getter of the answer throws.
 */
export function hidesReport(value: object): boolean {
  const reported = [reportKey, ...Object.getOwnPropertySymbols(value).filter(isReportKey)].map((key): unknown =>
    Reflect.get(value, key),
  );
  const held = reported.find((list) => Array.isArray(list) && (list.length > 0 || Object.keys(list).length > 0));
  if (held === undefined) return false;
  const { batchItemFailures: heard } = Object(JSON.parse(JSON.stringify(value))) as Record<string, unknown>;
  return heard === undefined || (Array.isArray(heard) && heard.length === 0);
}

const reportKey = 'batchItemFailures';

function isReportKey({ description }: symbol): boolean {
  return description === reportKey;
}
