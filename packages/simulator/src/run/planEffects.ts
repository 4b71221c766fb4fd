import type { EffectEvent } from '../trace/effectEvent.ts';
import type { SimulationState } from './simulationState.ts';

/**
 * Lets the trace tell each effect of a call at its moment, and none after the answer. Those of one moment are one entry of
 * the agenda: a call may have many thousands, and spends no time on most.
 */
export function planEffects({ agenda, nowMs }: SimulationState, effects: readonly EffectEvent[], endMs: number): void {
  // Where calls overlap, time may have passed meanwhile.
  const momentOf = (effect: EffectEvent | undefined): number => Math.max(nowMs, Math.min(effect?.atMs ?? nowMs, endMs));
  for (let from = 0; from < effects.length; ) {
    const atMs = momentOf(effects[from]);
    let to = from + 1;
    while (to < effects.length && momentOf(effects[to]) === atMs) to++;
    agenda.add(atMs, { kind: 'effects', effects: effects.slice(from, to) });
    from = to;
  }
}

/** Those that ended behind the answer, when it has been planned. */
export function planLateEffects(
  { agenda, nowMs }: SimulationState,
  effects: readonly EffectEvent[],
  endMs: number,
): void {
  if (effects.length === 0) return;
  const atMs = Math.max(nowMs, endMs);
  agenda.add(atMs, { kind: 'effects', effects: effects.map((effect) => ({ ...effect, atMs })) });
}
