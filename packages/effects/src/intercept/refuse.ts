import type { EffectRequest } from '../observer/effect.ts';
import type { EffectError } from '../observer/effectError.ts';
import { theObserver } from '../observer/theObserver.ts';
import { stackHere } from './caller.ts';
import { refusal, type Way } from './refusal.ts';
import type { WebRules } from './webRequest.ts';

/** Refuses what would leave the machine: it is told as the effect that it would be. Answers the error for who asked. */
export function refuse(
  way: Way,
  host: string,
  { onRefused }: WebRules,
  request: EffectRequest,
  stack = stackHere(),
): EffectError {
  const error = refusal(way, host, stack);
  onRefused(error);
  const effect = theObserver().begin(() => request);
  if (effect !== undefined && effect !== 'gone') effect.end('refused', error);
  return error;
}
