import { failureText } from '../failureText.ts';
import type { ProbeFacts } from '../probeFacts.ts';
import { placeIn } from '../placeIn.ts';
import type { Sighting } from '../finding.ts';

/** How a handler comes to grief over a record that others of its kind have no trouble with. */
export function breaksOn(
  code: 'breaksOnRemove' | 'breaksOnMissingImage',
  facts: ProbeFacts,
  clean: ProbeFacts,
): Sighting | undefined {
  const scenario = facts.probe.name;
  const failed = facts.calls.filter(({ outcome }) => outcome !== 'success');
  const [first] = failed;
  if (first !== undefined && failed.length === facts.calls.length) {
    const evidence = `${failed.length} of ${facts.calls.length} calls failed: ${failureText(first, facts.escapes)}`;
    return { code, scenario, evidence, ...placeIn(facts.thrown[0]) };
  }
  const odd = facts.effects.find(({ kind, call }) => kind === 'write' && isOdd(call));
  if (odd === undefined || clean.effects.some(({ call }) => isOdd(call))) return undefined;
  return { code, scenario, evidence: `${odd.name} was called with "undefined" or "NaN" in it` };
}

/** What comes of reading an image that is not there, put into a text. */
function isOdd(call: unknown): boolean {
  return /\bundefined\b|\bNaN\b|\[object Object\]/.test(JSON.stringify(call ?? null));
}
