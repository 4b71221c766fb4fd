import { DecodeError, type DecodeReason } from './decodeError.ts';
import { describeValue } from './describeValue.ts';
import type { SchemaIssue } from './standardSchema.ts';
import type { WireRecord } from './wireRecord.ts';

/** What may be known about a fault besides its reason. */
interface Circumstances {
  readonly path?: readonly PropertyKey[];
  readonly issues?: readonly SchemaIssue[];
  readonly cause?: unknown;
}

/**
 * What is wrong with a value, thrown from deep inside an image. Each level adds its name to the path on the way out,
 * so that nothing keeps track of paths while all is well; at the top it becomes a {@link DecodeError}.
 */
class Fault {
  declare readonly reason: DecodeReason;
  declare readonly expected: string;
  declare readonly found: unknown;
  declare readonly path: readonly PropertyKey[];
  declare readonly issues: readonly SchemaIssue[] | undefined;
  declare readonly cause: unknown;

  constructor(reason: DecodeReason, expected: string, found: unknown, circumstances: Circumstances) {
    Object.assign(this, { reason, expected, found, path: [], ...circumstances });
  }
}

/** Throws the fault of a value. */
export function fault(
  reason: DecodeReason,
  expected: string,
  found: unknown,
  circumstances: Circumstances = {},
): never {
  throw new Fault(reason, expected, found, circumstances);
}

/** Throws the fault of a value that a function of the user's failed on. */
export function failed(reason: DecodeReason, what: string, cause: unknown): never {
  fault(reason, `${what} to answer`, `the exception ${String(cause)}`, { cause });
}

/** Adds the names that lead to a fault in front of its path; leaves every other error as it is. */
export function located(error: unknown, ...names: PropertyKey[]): unknown {
  return error instanceof Fault ? Object.assign(error, { path: [...names, ...error.path] }) : error;
}

/** Turns a fault into the {@link DecodeError} of a record; leaves every other error as it is. */
export function decodeError(error: unknown, wire: WireRecord, ...names: PropertyKey[]): unknown {
  if (!(error instanceof Fault)) return error;
  const { reason, path, expected, found, issues, cause } = error;
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
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
