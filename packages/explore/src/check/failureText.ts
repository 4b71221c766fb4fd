import type { Invocation } from '@millrace/simulator';
import type { Escaped } from './probeFacts.ts';

/** How a call failed, in words: where its process ended, what it ended by, which the runtime's error does not say. */
export function failureText({ error, outcome }: Invocation, escapes: readonly Escaped[]): string {
  if (error === undefined) return outcome;
  const [escaped] = escapes;
  if (error.errorType === 'Runtime.ExitError' && escaped !== undefined && escaped.kind !== 'exit')
    return `its process ended by an unhandled ${escaped.kind}, ${escaped.message}`;
  return `${error.errorType}: ${error.errorMessage}`;
}
