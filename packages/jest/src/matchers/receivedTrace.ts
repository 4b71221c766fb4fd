import { isThenable, type Trace } from '@millrace/simulator';
import { MatcherUsageError } from './matcherUsageError.ts';

/** The trace that a matcher was given, or an error that says what to write. */
export function receivedTrace(received: unknown, matcher: string): Trace {
  if (isThenable(received)) {
    // The promise is nobody's now; if the simulation fails, the sentence below is still what the test prints.
    received.then(undefined, () => undefined);
    throw new MatcherUsageError(
      'NotAwaited',
      `expect(trace).${matcher}() got a promise. Await the simulation first: ` +
        `\`expect(await simulate({ … })).${matcher}(…)\`, or \`await expect(simulate({ … })).resolves.${matcher}(…)\`.`,
    );
  }
  if (isTrace(received)) return received;
  throw new MatcherUsageError(
    'NotATrace',
    `expect(trace).${matcher}() got ${describe(received)}, expected the trace that \`await simulate({ … })\` answers with.`,
  );
}

/** By its shape: a trace of another copy of the simulator is as good. */
function isTrace(value: unknown): value is Trace {
  if (typeof value !== 'object' || value === null) return false;
  if (!('events' in value && 'scenario' in value && 'toText' in value)) return false;
  return Array.isArray(value.events) && typeof value.scenario === 'object' && typeof value.toText === 'function';
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object that is no trace';
  return typeof value === 'string' ? `the text ${JSON.stringify(value)}` : `a ${typeof value}`;
}
