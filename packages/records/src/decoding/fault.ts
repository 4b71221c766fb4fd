import { DecodeError, type DecodeReason } from './decodeError.ts';
import { describeValue } from '../words/describeValue.ts';
import type { SchemaIssue } from '../definition/standardSchema.ts';
import type { WireRecord } from '../wire/wireRecord.ts';

/** What may be known about a fault besides where and what it is. */
interface Circumstances {
  readonly issues?: readonly SchemaIssue[];
  readonly cause?: unknown;
}

interface Facts extends Circumstances {
  readonly reason: DecodeReason;
  readonly expected: string;
  readonly found: unknown;
  readonly path: PropertyKey[];
}

/**
 * What is wrong with a value, thrown from deep inside an image. Each level adds its name to the path on the way out,
 * so that nothing keeps track of paths while all is well; at the top it becomes a {@link DecodeError}.
 */
class Fault {
  declare readonly facts: Facts;

  constructor(facts: Facts) {
    this.facts = facts;
  }
}

/** Throws the fault of a value. */
export function fault(
  reason: DecodeReason,
  expected: string,
  found: unknown,
  path: PropertyKey[] = [],
  circumstances?: Circumstances,
): never {
  throw new Fault({ reason, expected, found, path, ...circumstances });
}

/** Calls a function of the user's; what it throws is a fault of the value it was called with. */
export function attempt<T, R>(reason: DecodeReason, what: string, call: (value: T) => R, value: T): R {
  try {
    return call(value);
  } catch (cause) {
    return fault(
      reason,
      `${what} to answer`,
      // What has a stack is an error, whichever realm made it.
      `the exception ${(Object(cause) as Partial<Error>).stack ? String(cause) : describeValue(cause)}`,
      [],
      { cause },
    );
  }
}

/** Adds the names that lead to a fault in front of its path; leaves every other error as it is. */
export function located(error: unknown, ...names: PropertyKey[]): unknown {
  if (error instanceof Fault) error.facts.path.unshift(...names);
  return error;
}

/** Turns a fault into the {@link DecodeError} of a record; leaves every other error as it is. */
export function decodeError(error: unknown, wire: WireRecord): unknown {
  if (!(error instanceof Fault)) return error;
  const { facts } = error;
  const { issues } = facts;
  const found = describeValue(facts.found);
  const eventId = textOf(wire?.eventID);
  const sequenceNumber = textOf(wire?.dynamodb?.SequenceNumber);
  // The facts are also the options of the error: they hold its cause, if it has one.
  return new DecodeError({ ...facts, issues, found, eventId, sequenceNumber }, facts);
}

/** A text, or `undefined` for everything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
