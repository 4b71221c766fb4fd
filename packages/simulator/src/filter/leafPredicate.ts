import type { MatchTest } from './matchTest.ts';

/** What a leaf of a record can be. */
export type Scalar = string | number | boolean | null;

/** Whether a value at the leaf's path satisfies one of its tests. */
export type LeafPredicate = (value: Scalar) => boolean;

/**
 * Compiles the tests of a leaf, which are alternatives, to one predicate over the values found at its path.
 *
 * `{"exists": false}` never holds for a value; the matcher itself looks for absence.
 */
export function leafPredicate(tests: readonly MatchTest[]): LeafPredicate {
  const literals = tests.filter((test) => test.kind === 'equals').map(({ value }) => value);
  const operators = tests.filter((test) => test.kind !== 'equals').map(operatorPredicate);
  const equalsLiteral = literalPredicate(literals);
  if (operators.length === 0) return equalsLiteral;
  const [only] = operators;
  if (literals.length === 0 && operators.length === 1 && only !== undefined) return only;
  return (value) => equalsLiteral(value) || operators.some((holds) => holds(value));
}

// A Set tells 1 from "1" and from true, and 300 from 300.0 neither in a pattern nor in a record, as both are doubles.
function literalPredicate(literals: readonly Scalar[]): LeafPredicate {
  const [only] = literals;
  if (literals.length === 1) return (value) => value === only;
  const accepted = new Set(literals);
  return (value) => accepted.has(value);
}

function operatorPredicate(test: Exclude<MatchTest, { kind: 'equals' }>): LeafPredicate {
  switch (test.kind) {
    case 'prefix':
      return test.ignoresCase
        ? ignoringCase('^', test.text, '')
        : (value) => isText(value) && value.startsWith(test.text);
    case 'suffix':
      return test.ignoresCase
        ? ignoringCase('', test.text, '$')
        : (value) => isText(value) && value.endsWith(test.text);
    case 'equals-ignore-case':
      return ignoringCase('^', test.text, '$');
    case 'anything-but': {
      const excluded: ReadonlySet<Scalar> = test.values;
      return (value) => !excluded.has(value);
    }
    case 'numeric':
      return inRange(test.range);
    case 'exists':
      return () => test.expected;
    default:
      return test satisfies never;
  }
}

function isText(value: Scalar): value is string {
  return typeof value === 'string';
}

// Only JSON numbers: an attribute of type N is a string, so it never matches (S16).
function inRange({
  bottom,
  includesBottom,
  top,
  includesTop,
}: Extract<MatchTest, { kind: 'numeric' }>['range']): LeafPredicate {
  return (value) =>
    typeof value === 'number' &&
    (value > bottom || (includesBottom && value === bottom)) &&
    (value < top || (includesTop && value === top));
}

/**
 * Folds each UTF-16 code unit by itself, and only where case is the whole difference: ß is not SS, the final sigma is
 * not σ and the Kelvin sign is not k, as they would be if whole strings were folded.
 */
function ignoringCase(start: string, text: string, end: string): LeafPredicate {
  const units = text.split('').map((unit) => caseForms(unit).map(escaped).join('|'));
  const pattern = new RegExp(`${start}${units.map((forms) => `(?:${forms})`).join('')}${end}`);
  return (value) => isText(value) && pattern.test(value);
}

function caseForms(unit: string): readonly string[] {
  const lower = unit.toLowerCase();
  const upper = unit.toUpperCase();
  // That leaves single units: what a unit becomes by growing, as ß becomes SS, has other forms than the unit has.
  const forms = [unit, lower, upper].filter((form) => form.toLowerCase() === lower && form.toUpperCase() === upper);
  return [...new Set(forms)];
}

// As a code unit, so that nothing has a meaning of its own in the expression.
function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
