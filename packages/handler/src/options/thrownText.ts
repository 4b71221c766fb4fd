import { unlessItThrows } from './unlessItThrows.ts';

/** What was thrown, as a text of at most 99 characters. */
export function thrownText(thrown: unknown): string {
  return unlessItThrows(() => String(thrown).slice(0, 99)) ?? 'an object'; // Such as an object without a prototype.
}
