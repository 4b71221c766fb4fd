/** The longest that a Lambda invocation can last, in milliseconds: a lock of this length outlives no invocation. */
export const longestInvocationMs = 900_000;

/**
 * Milliseconds until the deadline of the invocation, from the Lambda context: the argument itself (Powertools' batch
 * processor) or its `context` (`batchHandler`). Without one, the longest an invocation can last.
 *
 * Never below 1: Powertools takes 0 as "unknown" and would lock the record for its whole expiry.
 */
export function remainingTimeMs(argument: unknown): number {
  const context = hasRemainingTime(argument) ? argument : contextOf(argument);
  if (context === undefined) return longestInvocationMs;
  try {
    const leftMs = Math.floor(context.getRemainingTimeInMillis());
    return Number.isNaN(leftMs) ? longestInvocationMs : Math.max(1, leftMs);
  } catch {
    return longestInvocationMs;
  }
}

/**
 * What a function made here takes after the record: what the function inside takes, or when that takes the record only,
 * the scope of `batchHandler` or the Lambda context, which a handler with two effects hands on so that each locks until the
 * deadline. Whatever else stands there, such as the index that `map` passes, means nothing.
 */
export type WithScope<Rest extends readonly unknown[]> = Rest extends readonly [] ? [scope?: unknown] : Rest;

/** The part of the Lambda context that is used. */
interface RemainingTime {
  getRemainingTimeInMillis(): number;
}

function contextOf(argument: unknown): RemainingTime | undefined {
  if (typeof argument !== 'object' || argument === null || !('context' in argument)) return undefined;
  return hasRemainingTime(argument.context) ? argument.context : undefined;
}

function hasRemainingTime(value: unknown): value is RemainingTime {
  return (
    typeof value === 'object' &&
    value !== null &&
    'getRemainingTimeInMillis' in value &&
    typeof value.getRemainingTimeInMillis === 'function'
  );
}
