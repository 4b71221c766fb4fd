import type { Probe } from './probe.ts';
import type { ProbeFacts } from './probeFacts.ts';

/** What is known of a probe whose run, or whose process, did not come to its end. */
export function endedBy(probe: Probe, died: string, thrown: readonly string[] = []): ProbeFacts {
  return {
    probe,
    calls: [],
    effects: [],
    repeated: [],
    fates: [],
    state: null,
    steadyState: null,
    escapes: [],
    isForgotten: false,
    thrown,
    died,
  };
}
