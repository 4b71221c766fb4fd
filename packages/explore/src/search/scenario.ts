import type { ScheduledFault } from '../faults/scheduledFault.ts';
import type { Records } from '../running/runOptions.ts';

/** What one run is made of. */
export interface Scenario {
  readonly records: Records;
  readonly faults: readonly ScheduledFault[];
}
