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
  const look = (): void => {
    if (inFlight.isOver || inFlight.isSettled) return;
    emptyTurns = isEmpty() ? emptyTurns + 1 : 0;
    const waitMs = emptyTurns === 2 ? patience.emptyMs() : 0;
    if (waitMs > 0) return lookAfter(waitMs);
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
