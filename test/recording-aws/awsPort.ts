/** A client of the SDK, version 3, as far as it is used here. */
export interface Sender {
  // biome-ignore lint/suspicious/noExplicitAny: the commands of five clients have no type in common.
  // oxlint-disable-next-line typescript/no-explicit-any
  send(command: any): Promise<any>;
}

/** Everything that an experiment asks of AWS, and of the clock. */
export interface Aws {
  put(item: Readonly<Record<string, object>>): Promise<void>;
  createMapping(mapping: Readonly<Record<string, unknown>>): Promise<string>;
  updateMapping(uuid: string, changes: Readonly<Record<string, unknown>>): Promise<void>;
  /** Such as Enabled, Disabled, Creating. */
  stateOf(uuid: string): Promise<string>;
  deleteMapping(uuid: string): Promise<void>;
  /** Reserves a concurrency of 0 for the function, or none any more. */
  throttle(isThrottled: boolean): Promise<void>;
  /** The lines that the function logged since a moment. */
  messages(sinceMs: number): Promise<readonly string[]>;
  /** The bodies that lie in the queue, which are taken out of it. */
  documents(): Promise<readonly string[]>;
  /** What DroppedEventCount of a mapping came to since a moment. */
  dropped(uuid: string, sinceMs: number): Promise<number>;
  now(): number;
  wait(ms: number): Promise<void>;
}
