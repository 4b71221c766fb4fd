import type { Warning } from '../trace/warning.ts';
import type { SimulationState } from './simulationState.ts';

/** Tells each warning once a run. */
export function warnOnce({ warned, events }: SimulationState, warnings: readonly Warning[], atMs: number): void {
  for (const { code, message, cause = message } of warnings) {
    const sentence = `${code}: ${cause}`; // Two filters can have the same trouble in different places.
    if (warned.has(sentence)) continue;
    warned.add(sentence);
    events.push({ type: 'warned', atMs, code, message });
  }
}
