import { setImmediate, setTimeout } from 'node:timers';

/** How long what is left over may take, in real milliseconds: what is under way, and what a timer is to begin. */
const longestEffectMs = 1000;
const longestTimerMs = 200;

/** So many turns of the loop are over sooner than a millisecond: what is left is mostly due in the next one. */
const shortestTurns = 8;

/**
 * Waits until nothing that invocations have left over is under way. A turn of the loop is always waited for, so that what
 * begins in a promise's turn is seen; then as long as effects are under way or there are more timers than before.
 */
export async function leftOver(hasEffects: () => boolean, timersBefore: number): Promise<void> {
  const begunAt = performance.now();
  await turn();
  for (let turns = 1; ; turns++) {
    const tookMs = performance.now() - begunAt;
    const waitsForTimer = tookMs < longestTimerMs && activeTimers() > timersBefore;
    if (!(hasEffects() && tookMs < longestEffectMs) && !waitsForTimer) return;
    await (turns < shortestTurns ? turn() : pause());
  }
}

/** How many timers and immediates there are in the process. */
export function activeTimers(): number {
  let count = 0;
  for (const name of process.getActiveResourcesInfo()) if (name === 'Timeout' || name === 'Immediate') count++;
  return count;
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 1);
  });
}
