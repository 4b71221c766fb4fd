/** One call of the function, as it logs it. */
export interface LoggedCall {
  readonly call: string;
  readonly atMs: number;
  readonly sequenceNumbers: readonly string[];
  /** The numbers of the experiment's items. */
  readonly n: readonly number[];
  readonly window?: { readonly start: string; readonly end: string };
  readonly state?: string;
  readonly isFinalInvokeForWindow?: boolean;
  readonly isWindowTerminatedEarly?: boolean;
}

/** A document of the on-failure destination, as far as the experiments read it. */
export interface SentDocument {
  readonly requestContext: { readonly condition: string; readonly approximateInvokeCount: number };
  readonly DDBStreamBatchInfo: {
    readonly batchSize: number;
    readonly startSequenceNumber: string;
    readonly endSequenceNumber: string;
  };
}

/** What was seen of one experiment. */
export interface Capture {
  readonly enabledAtMs: number;
  readonly calls: readonly LoggedCall[];
  readonly documents: readonly SentDocument[];
}

/** What the function wrote to its log, among the lines of the platform. */
export function callsIn(messages: readonly string[]): readonly LoggedCall[] {
  const calls = messages.flatMap((message) => {
    const json = message.slice(message.indexOf('{"call":')).trim();
    return message.includes('{"call":') ? [JSON.parse(json) as LoggedCall] : [];
  });
  return calls.toSorted((a, b) => a.atMs - b.atMs);
}
