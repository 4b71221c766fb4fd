import type { OptionNames } from './checkOptions.ts';
import { EarlyExpiryError } from './earlyExpiryError.ts';

/** How long a settled record is remembered. */
export interface ExpiryOptions {
  /** Seconds; default 90 000 (25 hours). A stream keeps its records for 24 hours, and a record may arrive at their end. */
  readonly expiresAfterSeconds?: number | undefined;
  /** Accepts an expiry at which the stream can still redeliver the record, and repeat its effect. */
  readonly allowEarlyExpiry?: boolean | undefined;
}

export const expiryNames: OptionNames<ExpiryOptions> = { expiresAfterSeconds: true, allowEarlyExpiry: true };

/** A stream keeps a record for 24 hours. */
export const streamRetentionSeconds = 86_400;

const defaultExpirySeconds = 90_000;

/** The expiry in effect, in seconds; refuses one that the stream outlives, unless that is asked for. */
export function expirySecondsOf(options: ExpiryOptions): number {
  const seconds = options.expiresAfterSeconds ?? defaultExpirySeconds;
  if (!Number.isFinite(seconds) || seconds <= 0) {
    throw new RangeError(`expiresAfterSeconds is ${seconds}, expected a positive number of seconds.`);
  }
  if (seconds <= streamRetentionSeconds && options.allowEarlyExpiry !== true) throw new EarlyExpiryError(seconds);
  return seconds;
}
