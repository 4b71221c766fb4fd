/** What an encoded record should say instead of the plausible default. */
export interface EncodeOptions {
  /**
   * Default: the next of a series that grows with every record that is made, of whatever definition, and begins anew in
   * each test of Jest or Vitest.
   */
  readonly sequenceNumber?: string;
  /** Default: the sequence number, made as long as the 32 hexadecimal digits AWS sends. */
  readonly eventId?: string;
  /**
   * A Date or ISO 8601 text (UTC unless it names a zone), cut to whole seconds as on AWS (S10). Default:
   * 2026-01-01T00:00:00Z for every record.
   */
  readonly createdAt?: Date | string;
  /** Marks a removal as one by Time to Live. */
  readonly expiredByTtl?: boolean;
  /** Default: a stream of a table "Items" in us-east-1. The record's region is read from it. */
  readonly eventSourceARN?: string;
}
