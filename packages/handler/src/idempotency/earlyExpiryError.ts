/** The expiry asked for ends while the stream can still redeliver the record: its effect could happen again. */
export class EarlyExpiryError extends Error {
  override readonly name = 'EarlyExpiryError';
  readonly code = 'EarlyExpiryError';
  readonly expiresAfterSeconds: number;

  constructor(expiresAfterSeconds: number) {
    super(
      `expiresAfterSeconds is ${expiresAfterSeconds}, but a stream redelivers a record for up to 86400 s (24 h): ` +
        'after the expiry its effect would happen again. Leave it out (90000 s), choose more than 86400, or pass ' +
        'allowEarlyExpiry: true to accept that.',
    );
    this.expiresAfterSeconds = expiresAfterSeconds;
  }
}
