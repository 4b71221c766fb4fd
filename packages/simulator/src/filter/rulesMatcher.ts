import { leafPredicate, type LeafPredicate } from './leafPredicate.ts';
import {
  boundLeaves,
  leafReader,
  sawElement,
  sawLeaf,
  sawMatch,
  scanLeaves,
  type ArrayElement,
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

/** The elements chosen so far, in the arrays that a later condition may meet again. */
type Choice = readonly ArrayElement[];

/**
 * Asks the conditions one after the other, keeping every choice of array elements that satisfies those so far.
 *
 * Choices in arrays that no later condition meets are forgotten, so that independent arrays do not multiply.
 */
function matchTogether(fields: readonly Field[], record: unknown): boolean {
  const leavesOf = fields.map((field) => boundLeaves(record, field.reader));
  const lastToMeet = new Map<string, number>();
  for (const [index, leaves] of leavesOf.entries())
    for (const { elements } of leaves) for (const { array } of elements) lastToMeet.set(array, index);
  let choices: readonly Choice[] = [[]];
  for (const [index, field] of fields.entries()) {
    const extended = extend(choices, field, leavesOf[index] ?? []);
    if (extended.length === 0) return false;
    choices = distinct(extended, (array) => (lastToMeet.get(array) ?? 0) > index);
  }
  return true;
}

function extend(choices: readonly Choice[], field: Field, leaves: readonly BoundLeaf[]): readonly Choice[] {
  const passing = leaves.filter((leaf) => field.passes(leaf.value));
  return choices.flatMap((choice) => {
    // Absence is judged in the elements already chosen.
    if (field.acceptsAbsence && !leaves.some((leaf) => isConsistent(leaf.elements, choice))) return [choice];
    return passing.filter((leaf) => isConsistent(leaf.elements, choice)).map((leaf) => [...choice, ...leaf.elements]);
  });
}

function isConsistent(elements: Choice, choice: Choice): boolean {
  return elements.every(({ array, index }) =>
    choice.every((chosen) => chosen.array !== array || chosen.index === index),
  );
}

/** Forgets elements of arrays that do not matter any more, and choices that are then the same. */
function distinct(choices: readonly Choice[], matters: (array: string) => boolean): readonly Choice[] {
  // Nothing to tell apart in the most frequent case: the last condition, or arrays met only once.
  if (!choices.some((choice) => choice.some(({ array }) => matters(array)))) return [[]];
  const byText = new Map<string, Choice>();
  for (const choice of choices) {
    const kept = new Map(choice.filter(({ array }) => matters(array)).map((element) => [element.array, element]));
    const elements = [...kept.values()];
    // All choices took up their elements in the order of the fields, so equal choices have equal texts, almost always;
    // when not, both are kept, which costs time but changes nothing.
    byText.set(elements.map(({ array, index }) => `${array}=${index}`).join(' '), elements);
  }
  return [...byText.values()];
}
