/** What a request is answered with. */
export interface OutgoingAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
  /** Whether some of what was asked for was not done, as the fault asked for, where that is not to be read from the body. */
  readonly failedInPart?: boolean;
}
