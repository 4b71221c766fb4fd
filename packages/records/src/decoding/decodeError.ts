import { coded, hasCode } from '../words/coded.ts';
import type { SchemaIssue } from '../definition/standardSchema.ts';

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
  readonly eventId: string | undefined;
  readonly sequenceNumber: string | undefined;
  /** The schema's objections, when `reason` is `schema`. */
  readonly issues: readonly SchemaIssue[] | undefined;
}

/** A record that cannot be what the stream definition says; trying it again gives the same answer. */
export class DecodeError extends Error implements DecodeFailure {
  declare readonly code: 'DecodeError';
  declare readonly reason: DecodeReason;
  declare readonly path: readonly PropertyKey[];
  declare readonly expected: string;
  declare readonly found: string;
  declare readonly eventId: string | undefined;
  declare readonly sequenceNumber: string | undefined;
  declare readonly issues: readonly SchemaIssue[] | undefined;

  constructor(failure: DecodeFailure, options?: ErrorOptions) {
    const { path, expected, found, eventId, sequenceNumber } = failure;
    const where = path.map(String).join('.');
    super(`Record ${sequenceNumber} (event ${eventId}), ${where}: expected ${expected}, found ${found}.`, options);
    coded(this, 'DecodeError', failure);
  }
}

/** Recognises a {@link DecodeError}, also one made by another copy of this package (ESM beside CommonJS). */
export function isDecodeError(error: unknown): error is DecodeError {
  return hasCode(error, 'DecodeError');
}
