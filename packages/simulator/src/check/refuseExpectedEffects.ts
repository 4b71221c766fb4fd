import { CheckerUsageError } from './checkerUsageError.ts';
import { givenText } from '../words/givenText.ts';
import { count, isPlainObject, type NamedValue, refuseNames, sequenceNumber } from './refuseNames.ts';

const outcomes = [
  'done',
  'failed',
  'refused',
  'throttled',
  'partlyFailed',
  'answerLost',
  'timedOut',
  'crashed',
  'pending',
];

/** The name of an effect. */
export const effectName: NamedValue = {
  expected: "the name of an effect such as 'email'",
  accepts: (value) => typeof value === 'string' && value !== '',
};

const names = {
  name: effectName,
  kind: oneOf(['read', 'write']),
  sequenceNumber,
  outcome: oneOf(outcomes),
  when: oneOf(['beforeAnswer', 'afterAnswer']),
};

/** Refuses an expectation of effects that is none: from JavaScript, or through a cast. */
export function refuseExpectedEffects(checker: string, expected: unknown): void {
  const example = "{ name: 'email', times: 2 }";
  if (isPlainObject(expected))
    return refuseNames(checker, expected, { ...names, times: count }, { what: 'name', example });
  if (count.accepts(expected)) return;
  if (
    Array.isArray(expected) &&
    Array.from<unknown>(expected).every((one) => effectName.accepts(one) || isPlainObject(one))
  ) {
    for (const one of Array.from<unknown>(expected)) {
      if (isPlainObject(one)) refuseNames(checker, one, names, { what: 'name', example: "{ name: 'email' }" });
    }
    return;
  }
  throw new CheckerUsageError(
    'InvalidExpectation',
    checker,
    `got ${givenText(expected)}, expected a number of effects, a list of names such as ['email', { name: 'email', sequenceNumber: '2' }], or ${example}.`,
  );
}

function oneOf(allowed: readonly string[]): NamedValue {
  return { accepts: (value) => allowed.some((one) => one === value), expected: `one of ${allowed.join(', ')}` };
}
