import type { EventSourceMapping } from '@millrace/simulator';
import type { AttributeValue } from 'aws-lambda';

type Criteria = EventSourceMapping['FilterCriteria'];

/**
 * Attributes that the first filter of a mapping asks for, with values that it passes; none where it asks for none. What stands
 * in a `$or` is not looked for, and where the old image is to have another value than the new, the new one counts.
 */
export function filterImage(criteria: Criteria): Readonly<Record<string, AttributeValue>> {
  const pattern = patternIn(criteria);
  const { Keys, OldImage, NewImage } = Object(Object(pattern).dynamodb);
  return Object.fromEntries(
    [Keys, OldImage, NewImage].flatMap((image) => Object.entries(Object(exampleOf(image)))),
  ) as Record<string, AttributeValue>;
}

function patternIn(criteria: Criteria): unknown {
  try {
    return JSON.parse(criteria?.Filters?.[0]?.Pattern ?? '{}');
  } catch {
    return {}; // The simulator says what is wrong with it.
  }
}

/** A value that a part of a pattern passes. */
function exampleOf(pattern: unknown): unknown {
  if (Array.isArray(pattern)) return exampleOfTest(pattern[0]);
  if (typeof pattern !== 'object' || pattern === null) return undefined;
  const fields = Object.entries(pattern).map(([name, part]) => [name, exampleOf(part)] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

function exampleOfTest(test: unknown): unknown {
  if (typeof test !== 'object' || test === null) return test;
  const [[operator, operand] = [undefined, undefined]] = Object.entries<unknown>({ ...test });
  switch (operator) {
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
      return operand;
    case 'anything-but':
      return ['anything', operand].flat().join('-'); // Longer than each that it excludes.
    case 'exists':
      return operand === true ? 'something' : undefined;
    case 'numeric':
      return Array.isArray(operand) ? numberOf(operand) : undefined;
    default:
      return undefined;
  }
}

/** Of a range the middle, else a number at its bound or one beyond it. */
function numberOf([operator, bound, , top]: readonly unknown[]): string {
  const number = Number(bound);
  if (top !== undefined) return String((number + Number(top)) / 2);
  if (operator === '>') return String(number + 1);
  return String(operator === '<' ? number - 1 : number);
}
