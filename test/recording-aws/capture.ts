import type { Change, Obey } from './experiments/experiment.ts';

/** One call of the function, as it logs it. */
export interface LoggedCall {
  readonly call: string;
  readonly atMs: number;
  /** Of the event as JSON. */
  readonly bytes: number;
  readonly sequenceNumbers: readonly string[];
  /** The numbers of the experiment's records, from 1 in the order in which they were written. */
  readonly n: readonly number[];
  readonly window?: { readonly start: string; readonly end: string };
  /** The first 200 characters of its JSON. */
  readonly state?: string;
  readonly isFinalInvokeForWindow?: boolean;
  readonly isWindowTerminatedEarly?: boolean;
}

/** A document of the on-failure destination, as far as the experiments read it. */
export interface SentDocument {
  readonly timestamp: string;
  readonly requestContext: { readonly condition: string; readonly approximateInvokeCount: number };
  readonly DDBStreamBatchInfo: {
    /** Absent for the final call of a window. */
    readonly batchSize?: number;
    readonly startSequenceNumber?: string;
    readonly endSequenceNumber?: string;
  };
}

/** A record that was written. */
export interface Write {
  readonly n: number;
  readonly atMs: number;
  readonly item: string;
  /** The key of the item in the table. */
  readonly id: string;
  readonly obey: Obey;
}

/** A request to change the mapping or the function. */
export type Asked = { readonly atMs: number } & (Change | { readonly do: 'create' | 'throttle' | 'release' });

/** What was done in one experiment, and what was seen of it. */
export interface Capture {
  /** When the mapping was enabled behind what was written before it. */
  readonly enabledAtMs: number;
  readonly endedAtMs: number;
  readonly writes: readonly Write[];
  readonly asked: readonly Asked[];
  readonly calls: readonly LoggedCall[];
  readonly documents: readonly SentDocument[];
  /** The sum of DroppedEventCount. */
  readonly dropped: number;
}

/** What the function wrote to its log, among the lines of the platform. */
export function callsIn(messages: readonly string[]): readonly LoggedCall[] {
  const calls = messages.flatMap((message) => {
    const json = message.slice(message.indexOf('{"call":')).trim();
    return message.includes('{"call":') ? [JSON.parse(json) as LoggedCall] : [];
  });
  return calls.toSorted((a, b) => a.atMs - b.atMs);
}
