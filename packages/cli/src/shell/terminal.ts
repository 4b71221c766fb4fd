import type { Guard, Guarded } from './guard.ts';

/** Where a command writes: results to `out`, everything said about them to `err`. Tests pass one that remembers. */
export interface Terminal {
  /** Resolves when more may be written, so that a capture is no faster than what it is piped into. */
  out(text: string): Promise<void>;
  err(text: string): void;
  /** Aborted by Ctrl-C and by a reader that went away (`| head`). */
  readonly signal: AbortSignal;
  /** Starts what tells of this process when it no longer can; absent where a command has no process to itself. */
  guard?(what: Guarded): Guard | undefined;
}
