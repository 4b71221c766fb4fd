import type { FilterCriteria } from './filterCriteria.ts';
import { filterRules } from './compileFilterCriteria.ts';
import type { FilterWarning } from './filterWarning.ts';
import { leafPlace, type LeafPlace } from './leafPlace.ts';
import type { MatchTest } from './matchTest.ts';
import type { FlatRule, PatternLeaf } from './patternRules.ts';
import { testWarnings } from './testWarnings.ts';

/**
 * Finds filters that AWS accepts though they can never match, or always do (S14 to S16).
 *
 * It compares the paths and tests of each pattern with what records of a DynamoDB stream can hold. A warning is no
 * error: AWS answers nothing, and silently drops the records.
 *
 * @throws {MappingError} for criteria that AWS refuses.
 * @example
 * filterWarnings({ Filters: [{ Pattern: '{"dynamodb":{"Keys":{"n":{"N":[{"numeric":[">",5]}]}}}}' }] })[0]?.code; // 'numericOnText'
 */
export function filterWarnings(criteria: FilterCriteria | null | undefined): readonly FilterWarning[] {
  const filters = filterRules(criteria);
  const warnings = [
    ...(filters.length > 5 ? [quotaWarning(filters.length)] : []),
    ...filters.flatMap((rules, index) => rules.flatMap((rule) => ruleWarnings(rule, `Filters[${index}]`))),
  ];
  // The rules of a $or share their common fields.
  return [...new Map(warnings.map((warning) => [warning.message, warning])).values()];
}

function quotaWarning(count: number): FilterWarning {
  return {
    code: 'filterQuota',
    message: `There are ${count} filters: AWS allows 5, and up to 10 after a quota increase.`,
  };
}

function ruleWarnings(rule: FlatRule, filter: string): readonly FilterWarning[] {
  const ofLeaves = [...rule].flatMap(([path, leaf]) => leafWarnings(leaf, `${filter}, ${path}`));
  return [...ofLeaves, ...imageWarnings(rule, filter)];
}

function leafWarnings({ steps, tests, replacesAnother }: PatternLeaf, where: string): readonly FilterWarning[] {
  const replaced: FilterWarning = {
    code: 'leafReplaced',
    message: `${where}: this path is written more than once, and only the last one counts. Put all values in one list.`,
  };
  const place = leafPlace(steps);
  const ofPlace =
    place.kind === 'leaf'
      ? tests.flatMap((test) => testWarnings(test, place.holds, steps, where))
      : [placeWarning(place, tests, where)];
  return replacesAnother ? [replaced, ...ofPlace] : ofPlace;
}

function placeWarning(
  place: Exclude<LeafPlace, { kind: 'leaf' }>,
  tests: readonly MatchTest[],
  where: string,
): FilterWarning {
  const always = tests.some((test) => test.kind === 'exists' && !test.expected);
  const effect = always ? 'every record matches' : 'no record ever matches';
  if (place.kind === 'object') {
    const ask = place.isAttribute
      ? 'Go on to its type letter, as in {"status":{"S":[…]}}.'
      : 'Name something inside it that holds a value.';
    const isExists = tests.some((test) => test.kind === 'exists');
    return {
      code: place.isAttribute && !isExists ? 'missingTypeLetter' : 'notALeaf',
      message: `${where}: this is an object, and tests look at values only, so ${effect}. ${ask}`,
    };
  }
  switch (place.kind) {
    case 'no-type-letter':
      return {
        code: 'missingTypeLetter',
        message: `${where}: attribute values are wrapped in their type (S, N, BOOL, M, …), so ${effect}. Write the type letter after the attribute, and M or L before what is inside it.`,
      };
    case 'below-a-leaf':
      return { code: 'notALeaf', message: `${where}: the path goes on below a plain value, so ${effect}. Shorten it.` };
    case 'unknown-field':
      return {
        code: 'unknownField',
        message: `${where}: records of a DynamoDB stream have no such field, so ${effect}. Attributes are under dynamodb.Keys, dynamodb.NewImage and dynamodb.OldImage.`,
      };
    default:
      return place satisfies never;
  }
}

/** A REMOVE has no new image and an INSERT no old one, so asking for both drops every record. */
function imageWarnings(rule: FlatRule, filter: string): readonly FilterWarning[] {
  const tests = rule.get('eventName')?.tests;
  return [
    { image: 'NewImage', absentFrom: 'REMOVE' },
    { image: 'OldImage', absentFrom: 'INSERT' },
  ].flatMap(({ image, absentFrom }) => {
    if (!tests?.every((test) => test.kind === 'equals' && test.value === absentFrom)) return [];
    const asked = [...rule].find(([path, leaf]) => path.startsWith(`dynamodb.${image}.`) && needsValue(leaf));
    if (asked === undefined) return [];
    const message = `${filter}, ${asked[0]}: records of ${absentFrom} have no ${image}, so no record ever matches. Look in the other image.`;
    return [{ code: 'imageNeverThere' as const, message }];
  });
}

function needsValue(leaf: PatternLeaf): boolean {
  return !leaf.tests.some((test) => test.kind === 'exists' && !test.expected);
}
