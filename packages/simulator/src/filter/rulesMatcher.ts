import { leafPredicate } from './leafPredicate.ts';
import { leafReader, sawElement, sawLeaf, sawMatch, scanLeaves } from './leafReader.ts';
import { matchTogether, type Field } from './matchTogether.ts';
import type { FlatRule, PatternLeaf } from './patternRules.ts';

/**
 * Compiles flat rules, which are alternatives, to a question to a record: do all conditions of one rule hold, in the
 * same element of every array?
 *
 * Conditions are taken in the order of their paths, code unit by code unit: that decides what absence means inside an
 * array whose element is already chosen.
 */
export function rulesMatcher(rules: readonly FlatRule[]): (record: unknown) => boolean {
  // The rules that a $or multiplies share most of their leaves: each is prepared once.
  const prepared = new Map<PatternLeaf['tests'], Field>();
  const compiled = rules.map((rule) =>
    [...rule]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, { tests }]) => {
        const field = prepared.get(tests) ?? fieldOf(path, tests);
        prepared.set(tests, field);
        return field;
      }),
  );
  const [only] = compiled;
  if (compiled.length === 1 && only !== undefined) return (record) => matchRule(only, record);
  return (record) => compiled.some((fields) => matchRule(fields, record));
}

function fieldOf(path: string, tests: PatternLeaf['tests']): Field {
  return {
    reader: leafReader(path),
    passes: leafPredicate(tests),
    acceptsAbsence: tests.some((test) => test.kind === 'exists' && !test.expected),
  };
}

function matchRule(fields: readonly Field[], record: unknown): boolean {
  const answer = matchApart(fields, record);
  return answer === 'unsure' ? matchTogether(fields, record) : answer;
}

/**
 * Asks each condition by itself. That settles it unless an element of an array was met, and it is several times
 * faster than following the elements; a condition that fails even so can never hold.
 */
function matchApart(fields: readonly Field[], record: unknown): boolean | 'unsure' {
  let isSure = true;
  for (const { reader, passes, acceptsAbsence } of fields) {
    const seen = scanLeaves(record, reader, 0, passes);
    const metElement = (seen & sawElement) !== 0 && fields.length > 1;
    if (metElement) isSure = false;
    if ((seen & sawMatch) !== 0) continue;
    if (!acceptsAbsence) return false;
    // Absent from the element that another condition chooses, perhaps.
    if ((seen & sawLeaf) !== 0 && !metElement) return false;
  }
  return isSure ? true : 'unsure';
}
