import type { LeafPredicate } from './leafPredicate.ts';
import { boundLeaves, type ArrayElement, type BoundLeaf, type LeafReader } from './leafReader.ts';

/** One condition of a flat rule, ready to be asked. */
export interface Field {
  readonly reader: LeafReader;
  readonly passes: LeafPredicate;
  /** Whether `{"exists": false}` is one of the alternatives. */
  readonly acceptsAbsence: boolean;
}

/** The elements chosen so far, in the arrays that a later condition may meet again. */
type Choice = readonly ArrayElement[];

/**
 * Asks the conditions one after the other, keeping every choice of array elements that satisfies those so far.
 *
 * Choices in arrays that no later condition meets are forgotten, so that independent arrays do not multiply.
 */
export function matchTogether(fields: readonly Field[], record: unknown): boolean {
  const conditions = fields.map((field) => ({ field, leaves: boundLeaves(record, field.reader) }));
  const lastToMeet = new Map<string, Field>();
  for (const { field, leaves } of conditions)
    for (const { elements } of leaves) for (const { array } of elements) lastToMeet.set(array, field);
  let choices: readonly Choice[] = [[]];
  for (const { field, leaves } of conditions) {
    const extended = extend(choices, field, leaves);
    if (extended.length === 0) return false;
    choices = distinct(extended, (array) => lastToMeet.get(array) !== field);
  }
  return true;
}

function extend(choices: readonly Choice[], field: Field, leaves: readonly BoundLeaf[]): readonly Choice[] {
  const leavesIn = leafIndex(leaves);
  return choices.flatMap((choice) => {
    const present = leavesIn(choice);
    // Absence is judged in the elements already chosen.
    if (present.length === 0) return field.acceptsAbsence ? [choice] : [];
    return present.filter(({ value }) => field.passes(value)).map(({ elements }) => [...choice, ...elements]);
  });
}

/** Finds the leaves that a choice allows. By index, as a list may have thousands of elements and as many choices. */
function leafIndex(leaves: readonly BoundLeaf[]): (choice: Choice) => readonly BoundLeaf[] {
  const byOutermost = new Map<string, Map<number, BoundLeaf[]>>();
  const unbound: BoundLeaf[] = [];
  for (const leaf of leaves) {
    const [outermost] = leaf.elements;
    if (outermost === undefined) unbound.push(leaf);
    else listAt(byOutermost, outermost).push(leaf);
  }
  return (choice) => {
    const allowed = [...unbound];
    for (const [array, byIndex] of byOutermost) {
      const chosen = choice.find((element) => element.array === array);
      const lists = chosen === undefined ? byIndex.values() : [byIndex.get(chosen.index) ?? []];
      for (const list of lists) for (const leaf of list) if (isConsistent(leaf.elements, choice)) allowed.push(leaf);
    }
    return allowed;
  };
}

function listAt(lists: Map<string, Map<number, BoundLeaf[]>>, { array, index }: ArrayElement): BoundLeaf[] {
  const byIndex = lists.get(array) ?? new Map<number, BoundLeaf[]>();
  const list = byIndex.get(index) ?? [];
  lists.set(array, byIndex.set(index, list));
  return list;
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
    byText.set(elements.map(({ array, index }) => `${array}=${index}`).join(), elements);
  }
  return [...byText.values()];
}
