import type { Trace } from '@millrace/simulator';
import type { ScheduledFault } from '../faults/scheduledFault.ts';
import type { Step } from './turnstile.ts';

/** What came of one run. */
export interface RunResult {
  /** Undefined when the run had no end: it was stopped. */
  readonly trace: Trace | undefined;
  /** What `observe` answered at the end, or what stand-ins held; undefined where there is neither. */
  readonly state: unknown;
  /** What `observe` threw. */
  readonly observeError: { readonly error: unknown } | undefined;
  readonly canRestart: boolean;
  readonly canObserve: boolean;
  /** Whether anything of what the handler did was seen: an effect, or what an `observe` of its own tells. */
  readonly isSeen: boolean;
  /** The faults of the schedule that really struck. */
  readonly struck: readonly ScheduledFault[];
  /** How calls that overlap took turns, where a schedule chose it. */
  readonly steps: readonly Step[];
  /** Why the run had no end. */
  readonly stopped: string | undefined;
}
