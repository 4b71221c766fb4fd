import type { EffectEvent } from '../trace/effectEvent.ts';
import type { Trace } from '../trace/trace.ts';

/** An effect of a trace, and where it stands there. */
export interface PlacedEffect {
  readonly effect: EffectEvent;
  readonly index: number;
}

/** The effects of a trace, in its order. */
export function effectsIn({ events }: Trace): readonly PlacedEffect[] {
  return events.flatMap((event, index) => (event.type === 'effect' ? [{ effect: event, index }] : []));
}
