import type { CallInFlight } from './callInFlight.ts';

/**
 * Looks now and then whether the event loop is empty while nothing has been heard of a call, and tells once it is: at
 * two turns in a row, as what ends in one may begin something in the next, and again after a pause, as not all that goes on
 * is seen. `isEmpty` is asked each time.
 */
export function awaitEmptyLoop(inFlight: CallInFlight, isEmpty: () => boolean, onEmpty: () => void): void {
  const { watch, patience } = inFlight.options;
  let emptyTurns = 0;
  let pauseMs = 0;
  let hasWaited = false;
  const look = (): void => {
    const isDone = inFlight.isOver || inFlight.isSettled;
    emptyTurns = !isDone && isEmpty() ? emptyTurns + 1 : 0;
    if (hasWaited && emptyTurns === 0) patience.surprised();
    hasWaited = false;
    if (isDone) return;
    const waitMs = emptyTurns === 2 ? patience.emptyMs() : 0;
    if (waitMs > 0) {
      hasWaited = true;
      // Also when the call is over by then: that is what was not seen to come.
      return void watch.later(waitMs, true, () => watch.turn(look));
    }
    if (emptyTurns === 2 || emptyTurns === 4) {
      patience.emptied();
      return onEmpty();
    }
    if (emptyTurns > 0) return watch.turn(look);
    pauseMs = Math.min(20, pauseMs + 1);
    lookAfter(pauseMs);
  };
  // A timer that is just firing still counts as one.
  const lookAfter = (ms: number): void => inFlight.lookAfter(ms, () => watch.turn(look));
  watch.turn(() => {
    if (inFlight.isOver) return;
    inFlight.limitPatience();
    look();
  });
}
