import type { Failure } from './service.ts';
import type { Fields } from './fields.ts';

/** Thrown by an operation that its service refuses; it becomes an answer and never leaves the stand-ins. */
export class ServiceFailure extends Error {
  readonly code: string;
  readonly status: number;
  readonly queryCode: string;
  /** What the error carries beside its message. */
  readonly fields: Fields;

  constructor(failure: Failure, fields: Fields = {}) {
    super(failure.message);
    this.name = 'ServiceFailure';
    this.code = failure.code;
    this.status = failure.status;
    this.queryCode = failure.queryCode ?? failure.code.replace(/Exception$/, '');
    this.fields = fields;
  }
}
