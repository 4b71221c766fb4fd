import { DecodeError, type DecodeReason } from './decodeError.ts';
import { describeValue } from './describeValue.ts';
import type { SchemaIssue } from './standardSchema.ts';
import type { WireRecord } from './wireRecord.ts';

/**
 * What is wrong with a value, thrown from deep inside an image. Each level adds its name to the path on the way out,
 * so that nothing keeps track of paths while all is well; at the top it becomes a {@link DecodeError}.
 */
class Fault {
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

/** Throws the fault of a value. */
export function fault(...about: ConstructorParameters<typeof Fault>): never {
  throw new Fault(...about);
}

/** Adds the names that lead to a fault in front of its path; leaves every other error as it is. */
export function located(error: unknown, ...names: PropertyKey[]): unknown {
  if (error instanceof Fault) error.path.unshift(...names);
  return error;
}

/** Turns a fault into the {@link DecodeError} of a record; leaves every other error as it is. */
export function decodeError(error: unknown, wire: WireRecord, ...names: PropertyKey[]): unknown {
  if (!(error instanceof Fault)) return error;
  const { reason, path, expected, found, issues, cause } = error;
  return new DecodeError(
    {
      reason,
      path: [...names, ...path],
      expected,
      found: describeValue(found),
      eventId: text(wire?.eventID),
      sequenceNumber: text(wire?.dynamodb?.SequenceNumber),
      issues,
    },
    cause === undefined ? undefined : { cause },
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
