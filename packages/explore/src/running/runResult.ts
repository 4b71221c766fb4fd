import type { Trace } from '@millrace/simulator';
import type { ScheduledFault } from '../faults/scheduledFault.ts';

/** What came of one run. */
export interface RunResult {
  /** Undefined when the run had no end: it was stopped. */
  readonly trace: Trace | undefined;
  /** What `observe` answered at the end; undefined where there is none. */
  readonly state: unknown;
  readonly canRestart: boolean;
  readonly canObserve: boolean;
  /** The faults of the schedule that really struck. */
  readonly struck: readonly ScheduledFault[];
  /** Why the run had no end. */
  readonly stopped: string | undefined;
}
