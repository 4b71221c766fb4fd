import { cleanOf, factsOf, reportedIn, type Seen, shortly, worksClean } from '../seen.ts';
import type { Judge } from './judge.ts';
import { type HiddenFailure, hiddenFailures } from './refusedCall.ts';

/** The answer means to tell of a failure, in a form that Lambda does not read. */
export const hidesFailure: Judge = (seen) => {
  const found =
    hiddenFailures(seen).find(({ call }) => saysFailure(call.response, seen.reports)) ?? admittedFailure(seen);
  if (found === undefined) return undefined;
  const evidence = `${found.effect.name} was refused, and the answer ${shortly(found.call.response)} counts as a success`;
  return { code: 'hidesFailure', scenario: found.facts.probe.name, evidence };
};

/** An answer that says so, and that is another one where nothing is refused: whatever was refused, it was needed. */
function admittedFailure(seen: Seen): HiddenFailure | undefined {
  const usual = cleanOf(seen)?.calls[0]?.response;
  if (!worksClean(seen) || saysFailure(usual, seen.reports)) return undefined;
  for (const facts of factsOf(seen, 'effectFault')) {
    const [call] = facts.calls;
    const effect = facts.effects.find(({ invocation, outcome }) => invocation === 0 && outcome === 'refused');
    if (call?.outcome === 'success' && effect !== undefined && saysFailure(call.response, seen.reports))
      return { facts, call, effect };
  }
  return undefined;
}

/** An empty report, one under a foreign or misspelt name, or a status as of a web server. */
export function saysFailure(response: unknown, reports: boolean): boolean {
  if (Array.isArray(response)) return reports;
  if (typeof response !== 'object' || response === null) return false;
  const reported = reportedIn(response);
  if (reported !== undefined) return reports && reported.length === 0;
  return Object.entries(response).some(([name, value]) => {
    if (/fail|error|identifier/i.test(name)) return value !== null && value !== undefined && value !== 0;
    if (/^status(?:code)?$/i.test(name)) return Number(value) >= 400 || /error|fail/i.test(String(value));
    return /^(?:success|ok)$/i.test(name) && value === false;
  });
}
