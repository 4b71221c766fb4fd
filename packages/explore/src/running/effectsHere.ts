import type { HeldState } from '@millrace/effects';

/** What `@millrace/effects` offers where it is loaded; to explore does not load it. */
export interface EffectsHere {
  /** What the stand-ins hold that answer now. */
  readonly held: HeldState | undefined;
  /** The handler that is running hears of its effects when their turn has come. */
  takeTurns(turns: (effect: number) => Promise<void>): void;
}

const place = Symbol.for('millrace.effects');

/** Who sees the effects of this process, if anybody does. */
export function effectsHere(): EffectsHere | undefined {
  return Reflect.get(globalThis, place) as EffectsHere | undefined;
}
