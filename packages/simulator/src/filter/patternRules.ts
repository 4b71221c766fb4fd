import { mostNamesInPath } from './leafReader.ts';
import { readMatchTest, type MatchTest } from './matchTest.ts';
import { PatternFault } from './patternFault.ts';
import type { JsonNode } from './readJson.ts';

/** A leaf of a pattern: the tests for one path, and the names as they were written on the way to it. */
export interface PatternLeaf {
  readonly steps: readonly string[];
  readonly tests: readonly MatchTest[];
  /** Whether an earlier leaf on the same path was lost to this one. */
  readonly replacesAnother: boolean;
}

/** What has to hold all at once, by path: the names joined with dots. A pattern is an OR of such rules. */
export type FlatRule = ReadonlyMap<string, PatternLeaf>;

/** Each `$or` multiplies the rules; this many are allowed (AWS's own limit is unknown). */
export const mostFlatRules = 1000;

/**
 * Reads a pattern into flat rules, without `$or` and without nesting.
 *
 * In the order written, as AWS reads a stream: the same object name twice adds up, the same leaf path twice keeps the
 * later one, and `{"a":{"b.c":…}}` and `{"a":{"b":{"c":…}}}` are one path. @throws {PatternFault}
 */
export function patternRules(pattern: JsonNode): readonly FlatRule[] {
  if (pattern.kind !== 'object')
    throw new PatternFault(
      'Filter is not an object',
      '',
      'A pattern is a JSON object, such as {"eventName":["INSERT"]}.',
    );
  const rules: RulesSoFar = [new Map()];
  readFields(rules, pattern, [], false);
  return rules;
}

/** Rules under construction: filled in place, copied only where `$or` branches off. */
type RulesSoFar = Map<string, PatternLeaf>[];
type ObjectNode = Extract<JsonNode, { kind: 'object' }>;

function readFields(rules: RulesSoFar, node: ObjectNode, steps: readonly string[], isInsideOr: boolean): void {
  if (node.entries.length === 0)
    throw new PatternFault('Empty objects are not allowed', steps.join('.'), 'Name at least one field in it.');
  for (const [name, value] of node.entries) {
    if (name === '$or') branchOff(rules, value, steps);
    else readField(rules, name, value, [...steps, name], isInsideOr);
  }
}

function readField(
  rules: RulesSoFar,
  name: string,
  value: JsonNode,
  steps: readonly string[],
  isInsideOr: boolean,
): void {
  if (isInsideOr && reservedInsideOr.has(name))
    throw new PatternFault(
      `${name} is Ruler reserved fieldName which cannot be used inside $or.`,
      steps.join('.'),
      'Inside $or a field cannot have the name of an operator: move this condition out of the $or.',
    );
  if (value.kind === 'object') return readFields(rules, value, steps, isInsideOr);
  if (value.kind === 'array') return setLeaf(rules, value.elements, steps);
  throw new PatternFault(
    `"${name}" must be an object or an array`,
    steps.join('.'),
    `Put the value in a list: "${name}": [${JSON.stringify(value.value)}].`,
  );
}

/** Replaces the rules by their product with the branches of an `$or`. */
function branchOff(rules: RulesSoFar, node: JsonNode, steps: readonly string[]): void {
  const path = [...steps, '$or'].join('.');
  if (node.kind !== 'array')
    throw new PatternFault('It must be an Array followed with $or.', path, 'Write "$or": [{…}, {…}].');
  const before = rules.splice(0);
  for (const branch of node.elements) {
    if (branch.kind !== 'object')
      throw new PatternFault(
        'Only JSON object is allowed in array of $or relationship.',
        path,
        'Write "$or": [{…}, {…}].',
      );
    const branchRules = before.map((rule) => new Map(rule));
    readFields(branchRules, branch, steps, true);
    rules.push(...branchRules);
    if (rules.length > mostFlatRules) throw tooManyRules(path);
  }
  if (node.elements.length < 2)
    throw new PatternFault(
      'There must have at least 2 Objects in $or relationship.',
      path,
      'Add a branch, or write the fields without $or.',
    );
}

function tooManyRules(path: string): PatternFault {
  return new PatternFault(
    `The $or branches multiply to more than ${mostFlatRules} rules`,
    path,
    'Use fewer $or side by side, or several values in one list. The limit is ours; AWS documents none.',
    'inferred',
  );
}

function setLeaf(rules: RulesSoFar, elements: readonly JsonNode[], steps: readonly string[]): void {
  const path = steps.join('.');
  if (path.split('.').length > mostNamesInPath)
    throw new PatternFault(
      `Path of more than ${mostNamesInPath} names`,
      path,
      'No record is that deep. The limit is ours.',
      'inferred',
    );
  if (elements.length === 0)
    throw new PatternFault('Empty arrays are not allowed', path, 'Name at least one value, or leave the field out.');
  const tests = elements.map((element) => readMatchTest(element, path));
  for (const rule of rules) rule.set(path, { steps, tests, replacesAnother: rule.has(path) });
}

/** Names of operators, present and planned, that AWS keeps for itself inside `$or`; elsewhere they are plain names. */
const reservedInsideOr: ReadonlySet<string> = new Set([
  'exactly',
  'prefix',
  'suffix',
  'anything-but',
  'equals-ignore-case',
  'not-equals-ignore-case',
  'wildcard',
  'not-wildcard',
  'numeric',
  'exists',
  'cidr',
  'regex',
  '=',
  '<',
  '<=',
  '>',
  '>=',
  'date-after',
  'date-on-or-after',
  'date-before',
  'date-on-or-before',
  'in-date-range',
  'ip-address-in-range',
  'ip-address-not-in-range',
]);
