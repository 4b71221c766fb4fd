import { leafPredicate, type LeafPredicate } from './leafPredicate.ts';
import {
  boundLeaves,
  leafReader,
  sawElement,
  sawLeaf,
  sawMatch,
  scanLeaves,
  type BoundLeaf,
  type LeafReader,
} from './leafReader.ts';
import type { FlatRule, PatternLeaf } from './patternRules.ts';

/** One condition of a flat rule, ready to be asked. */
interface Field {
  readonly reader: LeafReader;
  readonly passes: LeafPredicate;
  /** Whether `{"exists": false}` is one of the alternatives. */
  readonly acceptsAbsence: boolean;
}

/**
 * Compiles a flat rule to a question to a record: do all its conditions hold, in the same element of every array?
 *
 * Conditions are taken in the order of their paths, code unit by code unit: that decides what absence means inside an
 * array whose element is already chosen.
 */
export function ruleMatcher(rule: FlatRule): (record: unknown) => boolean {
  const paths = [...rule.keys()].sort();
  const fields = paths.flatMap((path) => {
    const leaf = rule.get(path);
    return leaf === undefined ? [] : [fieldOf(path, leaf)];
  });
  return (record) => {
    const answer = matchApart(fields, record);
    return answer === 'unsure' ? matchTogether(fields, record) : answer;
  };
}

function fieldOf(path: string, leaf: PatternLeaf): Field {
  return {
    reader: leafReader(path),
    passes: leafPredicate(leaf.tests),
    acceptsAbsence: leaf.tests.some((test) => test.kind === 'exists' && !test.expected),
  };
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

/** The element chosen in each array that a later condition may meet again. */
type Choice = ReadonlyMap<string, number>;

/**
 * Asks the conditions one after the other, keeping every way to choose array elements that satisfies those so far.
 *
 * Choices in arrays that no later condition meets are forgotten, so that independent arrays do not multiply.
 */
function matchTogether(fields: readonly Field[], record: unknown): boolean {
  const leavesOf = fields.map((field) => boundLeaves(record, field.reader));
  let choices: readonly Choice[] = [new Map()];
  for (const [index, field] of fields.entries()) {
    const metLater = new Set(
      leavesOf.slice(index + 1).flatMap((leaves) => leaves.flatMap((leaf) => [...leaf.elements.keys()])),
    );
    choices = distinct(extend(choices, field, leavesOf[index] ?? []), metLater);
    if (choices.length === 0) return false;
  }
  return true;
}

function extend(choices: readonly Choice[], field: Field, leaves: readonly BoundLeaf[]): readonly Choice[] {
  const passing = leaves.filter((leaf) => field.passes(leaf.value));
  return choices.flatMap((choice) => {
    const extended = passing
      .filter((leaf) => isConsistent(leaf.elements, choice))
      .map((leaf) => new Map([...choice, ...leaf.elements]));
    const isAbsent = field.acceptsAbsence && !leaves.some((leaf) => isConsistent(leaf.elements, choice));
    return isAbsent ? [choice] : extended;
  });
}

function isConsistent(elements: ReadonlyMap<string, number>, choice: Choice): boolean {
  for (const [array, index] of elements) {
    const chosen = choice.get(array);
    if (chosen !== undefined && chosen !== index) return false;
  }
  return true;
}

function distinct(choices: readonly Choice[], arrays: ReadonlySet<string>): readonly Choice[] {
  const byText = new Map<string, Choice>();
  for (const choice of choices) {
    const kept = [...choice].filter(([array]) => arrays.has(array)).sort(([a], [b]) => (a < b ? -1 : 1));
    byText.set(JSON.stringify(kept), new Map(kept));
  }
  return [...byText.values()];
}
