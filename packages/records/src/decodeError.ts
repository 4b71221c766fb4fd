import type { SchemaIssue } from './standardSchema.ts';

/** Why a record could not be decoded; docs/records.md says when each is given. */
export type DecodeReason =
  | 'not-a-record'
  | 'event-name'
  | 'sequence-number'
  | 'missing'
  | 'camel-case'
  | 'unmarshalled'
  | 'type-tag'
  | 'value'
  | 'number'
  | 'base64'
  | 'too-deep'
  | 'timestamp'
  | 'schema'
  | 'unknown-entity'
  | 'entity-changed';

/** The data of a {@link DecodeError}. */
export interface DecodeFailure {
  readonly reason: DecodeReason;
  /** From the record down to the value, e.g. `['dynamodb', 'NewImage', 'total', 'N']`. */
  readonly path: readonly PropertyKey[];
  readonly expected: string;
  /** A short description of what was there instead. */
  readonly found: string;
  readonly eventId?: string | undefined;
  readonly sequenceNumber?: string | undefined;
  /** The schema's objections, when `reason` is `schema`. */
  readonly issues?: readonly SchemaIssue[] | undefined;
}

const brand = Symbol.for('@millrace/records/DecodeError');

/** A record that cannot be what the stream definition says; trying it again gives the same answer. */
export class DecodeError extends Error {
  readonly code = 'DecodeError';
  readonly reason: DecodeReason;
  readonly path: readonly PropertyKey[];
  readonly expected: string;
  readonly found: string;
  readonly eventId: string | undefined;
  readonly sequenceNumber: string | undefined;
  readonly issues: readonly SchemaIssue[] | undefined;

  constructor(failure: DecodeFailure, options?: ErrorOptions) {
    const { reason, path, expected, found, eventId, sequenceNumber, issues } = failure;
    super(
      `Record ${sequenceNumber ?? '?'} (event ${eventId ?? '?'}) at ${path.join('.') || 'the top'}: expected ${expected}, found ${found}.`,
      options,
    );
    this.name = this.code;
    this.reason = reason;
    this.path = path;
    this.expected = expected;
    this.found = found;
    this.eventId = eventId;
    this.sequenceNumber = sequenceNumber;
    this.issues = issues;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Recognises a {@link DecodeError}, also one made by another copy of this package (ESM beside CommonJS). */
export function isDecodeError(error: unknown): error is DecodeError {
  return error instanceof Error && brand in error;
}
