import { errorBrand } from '../words/errorBrand.ts';

const brand = errorBrand<RecordingError>('@millrace/RecordingError');

/** Why a recording cannot be read: the file, a line that is no record, or shards that one list cannot hold. */
export type RecordingFailure = 'unreadable' | 'unusableLine' | 'shardsSideBySide';

/** What a recording cannot be read for: no such file, a line that is no record, or shards that one list cannot hold. */
export class RecordingError extends Error {
  readonly code = 'RecordingError';
  readonly failure: RecordingFailure;
  /** The path as it was given. */
  readonly path: string;
  /** The line, counted from 1; undefined when the whole file is meant. */
  readonly line: number | undefined;

  constructor(failure: RecordingFailure, message: string, where: { path: string; line?: number; cause?: unknown }) {
    super(message, where.cause === undefined ? undefined : { cause: where.cause });
    this.name = 'RecordingError';
    this.failure = failure;
    this.path = where.path;
    this.line = where.line;
    brand.put(this);
  }
}

/** Recognises a `RecordingError` whichever copy of the package (ESM or CommonJS) made it. */
export function isRecordingError(value: unknown): value is RecordingError {
  return brand.isOn(value);
}
