import { DecodeError, type DecodeReason } from './decodeError.ts';
import { describeValue } from './describeValue.ts';
import type { SchemaIssue } from './standardSchema.ts';
import type { WireRecord } from './wireRecord.ts';

/**
 * What is wrong with a value, thrown from deep inside an image. Each level adds its name to the path on the way out,
 * so that nothing keeps track of paths while all is well; at the top it becomes a {@link DecodeError}.
 */
export class Fault {
  readonly path: PropertyKey[] = [];
  readonly reason: DecodeReason;
  readonly expected: string;
  readonly found: unknown;
  readonly issues: readonly SchemaIssue[] | undefined;
  readonly cause: unknown;

  constructor(
    reason: DecodeReason,
    expected: string,
    found: unknown,
    issues?: readonly SchemaIssue[],
    cause?: unknown,
  ) {
    this.reason = reason;
    this.expected = expected;
    this.found = found;
    this.issues = issues;
    this.cause = cause;
  }
}

/** Adds the names that lead to a fault in front of its path; leaves every other error as it is. */
export function located(error: unknown, ...names: PropertyKey[]): unknown {
  if (error instanceof Fault) error.path.unshift(...names);
  return error;
}

/** Runs `read`; a fault in it becomes the {@link DecodeError} of that record. */
export function decoding<T>(wire: WireRecord, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new DecodeError(
      {
        reason: error.reason,
        path: error.path,
        expected: error.expected,
        found: describeValue(error.found),
        eventId: textOrNothing(wire?.eventID),
        sequenceNumber: textOrNothing(wire?.dynamodb?.SequenceNumber),
        issues: error.issues,
      },
      error.cause === undefined ? undefined : { cause: error.cause },
    );
  }
}

function textOrNothing(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
