import type { ProbeFacts } from './probeFacts.ts';

/** What may be meant so, and is worth knowing: that the handler fails on what it may never get. None when it does not. */
export function noteOn(facts: ProbeFacts | undefined): readonly string[] {
  const failed = facts?.calls.find(({ outcome }) => outcome !== 'success');
  if (facts === undefined || failed === undefined) return [];
  const how = failed.error === undefined ? failed.outcome : `${failed.error.errorType}: ${failed.error.errorMessage}`;
  return [`With ${facts.probe.name}, the call fails: ${how}`];
}
