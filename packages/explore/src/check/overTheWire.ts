import type { StandIns } from '@millrace/effects/stand-ins';
import { clearTimeout, setTimeout } from 'node:timers';
import { setImmediate } from 'node:timers/promises';

/** So many turns behind the others a slow request is done; calls that are not waited for are over by then. */
const slowTurns = 50;

/**
 * Stand-ins that take at least a turn of the event loop for an answer, as everything does that comes over a network: what is
 * begun and not awaited is under way meanwhile. The n-th request after `begin`, from 1, can be slow.
 */
export function overTheWire(services: StandIns): StandIns & { begin(slow: number | undefined): void } {
  let requests = 0;
  let slowOne: number | undefined;
  return {
    ...services,
    begin(slow) {
      requests = 0;
      slowOne = slow;
    },
    describe(request) {
      const described = services.describe(request);
      const key = request.headers['idempotency-key'];
      return described === undefined || key === undefined
        ? described
        : { ...described, call: { idempotencyKey: key, asked: described.call } };
    },
    async answer(request, fault) {
      const turns = ++requests === slowOne ? slowTurns : 1;
      // As an open connection would, it says that the event loop is not empty.
      const open = setTimeout(() => undefined, 0x7fffffff);
      for (let turn = 0; turn < turns; turn++) await setImmediate();
      clearTimeout(open);
      return services.answer(request, fault);
    },
  };
}
