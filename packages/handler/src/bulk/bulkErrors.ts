import { HandlerError } from '../options/handlerError.ts';

/** Says that `onBatch` named records that failed. */
export class BulkFailureError extends HandlerError<'BulkFailureError'> {
  declare readonly failed: number;
  declare readonly received: number;

  constructor(failed: number, received: number) {
    super('BulkFailureError', `onBatch named ${failed} of ${received} records as failed.`, { failed, received });
  }
}

/** Says that the answer of `onBatch` makes no sense. All its records count as failed, since some may have. */
export class BulkResultError extends HandlerError<'BulkResultError'> {
  constructor(found: string) {
    super(
      'BulkResultError',
      `onBatch answered with ${found}. Answer with nothing, { failed: [records or places] }, or throw.`,
    );
  }
}
