import type { Duplex } from 'node:stream';

/** A connection that a client of HTTP wants. */
export interface WebTarget {
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
  readonly version: 'http1' | 'http2';
  /** Where the connection was asked for. */
  readonly stack: string;
  /** Connects in truth. */
  readonly open: () => Duplex;
}
