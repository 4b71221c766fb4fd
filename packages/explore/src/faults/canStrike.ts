import { hasLanes, largestBatch, type StrikingPlaces } from './enumerate.ts';
import type { FaultKind } from './scheduledFault.ts';

/** Whether a kind of fault can strike at all: some need effects, lanes, LATEST, or a handler that can start anew. */
export function canStrike(
  kind: FaultKind,
  { effects, mapping, canRestart, items, besides, records }: StrikingPlaces,
  choices: number,
): boolean {
  const hasEffects = effects.some((count) => count > 0);
  switch (kind) {
    case 'crash':
    case 'timeoutDuring':
    case 'effectRefused':
    case 'effectThrottled':
    case 'effectTimedOut':
    case 'effectAnswerLost':
    case 'effectPartlyFailed':
      return hasEffects;
    case 'missedByLatest':
      return mapping.StartingPosition === 'LATEST';
    case 'severalShards':
      return items > 1;
    case 'smallerBatches':
      return largestBatch(mapping, records) > 1;
    case 'anyOrder':
      return hasLanes(mapping) || besides.length > 0;
    case 'interleave':
      return hasLanes(mapping) || besides.length > 0 || choices > 0;
    case 'redeploy':
    case 'freshProcess':
      return canRestart;
    default:
      return true;
  }
}
