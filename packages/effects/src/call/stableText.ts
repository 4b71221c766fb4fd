const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const isoTime = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g;
/** Seconds or milliseconds; a client that writes seconds may write them with a fraction. */
const epoch = /(?<!\d)(\d{10}|\d{13})(?:\.\d+)?(?!\d)/g;
const traceId = /Root=1-[0-9a-f]{8}-[0-9a-f]{24}\S*/g;
/** The shortest of them is a time in seconds. */
const shortest = 10;
/** What none of these can be in. */
const mayVary = /[0-9a-f]{8}-|\d{10}|\d{4}-\d\d-\d\dT/i;
/** A number of ten or thirteen digits is taken for a clock when it is this near to now. */
const aDayMs = 86_400_000;

/**
 * A text without what is new each time: uuids, request ids and the time. What stands in the records themselves stays,
 * for there an id is what the call is about.
 */
export function stableText(
  text: string,
  now: () => number,
  isOfRecords: (piece: string) => boolean,
  nearMs = aDayMs,
): string {
  if (text.length < shortest || !mayVary.test(text)) return text;
  const nowMs = now();
  const unless =
    (word: string, isNew: (piece: string) => boolean = () => true) =>
    (piece: string): string =>
      isOfRecords(piece) || !isNew(piece) ? piece : word;
  return text
    .replace(traceId, unless('<trace>'))
    .replace(uuid, unless('<uuid>'))
    .replace(
      isoTime,
      unless('<time>', (piece) => isNear(Date.parse(piece), nowMs, nearMs)),
    )
    .replace(
      epoch,
      unless('<time>', (piece) => isNear(Number(piece) * (/^\d{10}(?!\d)/.test(piece) ? 1000 : 1), nowMs, nearMs)),
    );
}

function isNear(ms: number, nowMs: number, nearMs: number): boolean {
  return Math.abs(ms - nowMs) < nearMs;
}
