import type { Random } from 'fast-check';
import { largestBatch, type StrikingPlaces } from '../faults/enumerate.ts';
import { otherSemantics } from '../faults/otherSemantics.ts';
import type { FaultKind, ScheduledFault } from '../faults/scheduledFault.ts';

/** Draws a fault of a kind: where it strikes lies within what the run without faults showed, and a little beyond. */
export function drawFault(kind: FaultKind, random: Random, places: StrikingPlaces, choices: number): ScheduledFault {
  const attempt = (): number => random.nextInt(0, places.effects.length + 2);
  const effect = (): number => random.nextInt(1, Math.max(1, ...places.effects) + 1);
  const atMs = (): number => (places.moments[random.nextInt(0, places.moments.length - 1)] ?? 0) + random.nextInt(0, 2);
  switch (kind) {
    case 'redeliver':
    case 'answerLost':
    case 'throttle':
    case 'serviceError':
    case 'timeoutBefore':
    case 'timeoutAfter':
      return { fault: kind, attempt: attempt() };
    case 'crash':
    case 'timeoutDuring': {
      const moment = (['before', 'during', 'after'] as const)[random.nextInt(0, 2)] ?? 'during';
      return { fault: kind, attempt: attempt(), effect: effect(), moment };
    }
    case 'effectRefused':
    case 'effectThrottled':
    case 'effectTimedOut':
    case 'effectAnswerLost':
    case 'effectPartlyFailed':
      return { fault: kind, attempt: attempt(), effect: effect() };
    case 'splitShard':
      return { fault: kind, atMs: atMs(), into: random.nextInt(1, 2) === 1 ? 1 : 2 };
    case 'restart':
    case 'update':
    case 'redeploy':
      return { fault: kind, atMs: atMs() };
    case 'missedByLatest':
      return { fault: kind, records: random.nextInt(1, Math.max(1, Math.min(3, places.records - 1))) };
    case 'severalShards':
      return { fault: kind, shards: random.nextInt(2, Math.max(2, Math.min(4, places.items))) };
    case 'interleave': {
      if (choices === 0 || random.nextInt(0, 3) === 0) return { fault: kind, seed: random.nextInt(1, 1_000_000) };
      const count = random.nextInt(1, 2 * choices);
      return { fault: kind, turns: Array.from({ length: count }, () => random.nextInt(0, 1) * random.nextInt(1, 3)) };
    }
    case 'anyOrder':
      return { fault: kind, seed: random.nextInt(1, 1_000_000) };
    case 'smallerBatches':
      return {
        fault: kind,
        size: random.nextInt(1, Math.max(1, Math.min(5, largestBatch(places.mapping, places.records) - 1))),
      };
    case 'freshProcess':
      return { fault: kind };
    case 'semantics': {
      const others = otherSemantics(places.mapping);
      return others[random.nextInt(0, others.length - 1)] ?? { fault: 'redeliver', attempt: attempt() };
    }
  }
}
