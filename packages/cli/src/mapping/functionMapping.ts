/** A mapping, and what is known of the function it invokes. */
export interface FunctionMapping {
  /** AWS's own parameters, unchecked. */
  readonly mapping: Readonly<Record<string, unknown>>;
  /** The Timeout that a template gives the function. */
  readonly timeoutSeconds: number | undefined;
}
