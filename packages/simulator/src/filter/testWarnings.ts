import type { FilterWarning } from './filterWarning.ts';
import type { LeafPlace } from './leafPlace.ts';
import type { MatchTest } from './matchTest.ts';

type Holds = Extract<LeafPlace, { kind: 'leaf' }>['holds'];

/** Warns about one test of a leaf that records do have: it compares with what the value can never be. */
export function testWarnings(
  test: MatchTest,
  holds: Holds,
  steps: readonly string[],
  where: string,
): readonly FilterWarning[] {
  const isText = holds === 'text' || holds === 'number-as-text';
  switch (test.kind) {
    case 'exists':
      return [];
    case 'numeric':
      return holds === 'number' ? [] : [numericWarning(holds, where)];
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
      return isText ? [] : [mismatch(`${test.kind} never matches here`, holds, where)];
    case 'anything-but':
      return [...test.values].some((value) => fits(value, holds))
        ? []
        : [mismatch('anything-but excludes nothing here', holds, where)];
    case 'equals':
      if (!fits(test.value, holds)) {
        if (typeof test.value === 'number' && isText) return [numericWarning(holds, where)];
        return [mismatch(`${JSON.stringify(test.value)} never matches here`, holds, where)];
      }
      return impossibleValue(test.value, holds, steps, where);
    default:
      return test satisfies never;
  }
}

function fits(value: string | number | boolean | null, holds: Holds): boolean {
  switch (holds) {
    case 'text':
    case 'number-as-text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'boolean':
    case 'true':
      return typeof value === 'boolean';
    default:
      return holds satisfies never;
  }
}

function numericWarning(holds: Holds, where: string): FilterWarning {
  const why = holds === 'number-as-text' ? 'the number of an attribute is text in a record' : 'the value is no number';
  return {
    code: 'numericOnText',
    message: `${where}: ${why}, so comparing it with a number never matches. Compare with strings, as in ["101"], or filter inside the function.`,
  };
}

function mismatch(what: string, holds: Holds, where: string): FilterWarning {
  const kind = {
    text: 'text',
    'number-as-text': 'a number written as text',
    number: 'a number',
    boolean: 'true or false',
    true: 'true',
  };
  return {
    code: 'typeMismatch',
    message: `${where}: ${what}, as the value is ${kind[holds]}. Give a value of that type.`,
  };
}

/** What these fields can be, by their path. */
const possibleValues: Readonly<Record<string, readonly string[]>> = {
  eventName: ['INSERT', 'MODIFY', 'REMOVE'],
  eventSource: ['aws:dynamodb'],
  'dynamodb.StreamViewType': ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'],
};

function impossibleValue(
  value: string | number | boolean | null,
  holds: Holds,
  steps: readonly string[],
  where: string,
): readonly FilterWarning[] {
  const path = steps.join('.');
  const possible = holds === 'true' ? ['true'] : Object.hasOwn(possibleValues, path) ? possibleValues[path] : undefined;
  if (possible === undefined || possible.includes(String(value))) return [];
  return [
    {
      code: 'impossibleValue',
      message: `${where}: ${JSON.stringify(value)} never matches, as the value is always ${possible.join(', ').replace(/, (?=[^,]*$)/u, ' or ')}.`,
    },
  ];
}
