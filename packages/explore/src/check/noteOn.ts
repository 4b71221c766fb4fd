import { failureText } from './failureText.ts';
import type { ProbeFacts } from './probeFacts.ts';

/** What may be meant so, and is worth knowing: that the handler fails on what it may never get. None when it does not. */
export function noteOn(facts: ProbeFacts | undefined): readonly string[] {
  const failed = facts?.calls.find(({ outcome }) => outcome !== 'success');
  if (facts === undefined || failed === undefined) return [];
  return [`With ${facts.probe.name}, the call fails: ${failureText(failed, facts.escapes)}`];
}
