import { PatternFault } from './patternFault.ts';
import { finite, readNumericRange, type NumericRange } from './numericRange.ts';
import type { JsonNode } from './readJson.ts';
import { capitalised } from '../words/capitalised.ts';

/** One test of a leaf: a literal, or an operator with its argument. The tests of a leaf are alternatives. */
export type MatchTest =
  | { readonly kind: 'equals'; readonly value: string | number | boolean | null }
  | { readonly kind: 'prefix' | 'suffix'; readonly text: string; readonly ignoresCase: boolean }
  | { readonly kind: 'equals-ignore-case'; readonly text: string }
  | { readonly kind: 'anything-but'; readonly values: ReadonlySet<string | number> }
  | { readonly kind: 'numeric'; readonly range: NumericRange }
  | { readonly kind: 'exists'; readonly expected: boolean };

/** Reads one element of a leaf's list. @throws {PatternFault} */
export function readMatchTest(node: JsonNode, path: string): MatchTest {
  switch (node.kind) {
    case 'string':
    case 'number':
    case 'literal':
      return { kind: 'equals', value: node.value };
    case 'array':
      throw new PatternFault(
        'Match value must be String, number, true, false, or null',
        path,
        'Lists do not nest: write the alternatives side by side in one list.',
      );
    case 'object':
      return readOperator(node.entries, path);
    default:
      return node satisfies never;
  }
}

function readOperator(entries: Extract<JsonNode, { kind: 'object' }>['entries'], path: string): MatchTest {
  const [first] = entries;
  if (first === undefined)
    throw new PatternFault('Match expression name not found', path, 'Write one operator, as in {"prefix": "a"}.');
  const [name, argument] = first;
  const read = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (read === undefined) throw unknownOperator(name, path);
  const test = read(argument, path);
  if (entries.length > 1)
    throw new PatternFault(
      'Only one key allowed in match expression',
      path,
      'Write one object for each operator; the elements of the list are alternatives.',
    );
  return test;
}

// Names are case-sensitive: `EXISTS` is refused (recorded).
const operators: Readonly<Record<string, (argument: JsonNode, path: string) => MatchTest>> = {
  prefix: (argument, path) => readAffix('prefix', argument, path),
  suffix: (argument, path) => readAffix('suffix', argument, path),
  'equals-ignore-case': (argument, path) => ({
    kind: 'equals-ignore-case',
    text: textOf(argument, 'equals-ignore-case', path),
  }),
  'anything-but': (argument, path) => ({ kind: 'anything-but', values: readExcluded(argument, path) }),
  numeric: (argument, path) => ({ kind: 'numeric', range: readNumericRange(argument, path) }),
  exists: readExists,
};

/**
 * Operators of EventBridge that Lambda's table of operators leaves out. AWS's answer for a mapping is unrecorded, so
 * their refusal is inferred. `exactly` is internal to AWS's rule library.
 */
const operatorsOfEventBridge = ['wildcard', 'cidr', 'exactly'];

function unknownOperator(name: string, path: string): PatternFault {
  const isElsewhere = operatorsOfEventBridge.includes(name);
  return new PatternFault(
    `Unrecognized match type ${name}`,
    path,
    isElsewhere
      ? `EventBridge has "${name}", event source mappings do not (inferred: it is not among the operators Lambda documents).`
      : `Operators, in lower case: ${Object.keys(operators).join(', ')}.`,
    isElsewhere ? 'inferred' : 'recorded',
  );
}

function readAffix(kind: 'prefix' | 'suffix', argument: JsonNode, path: string): MatchTest {
  if (argument.kind !== 'object') return { kind, text: textOf(argument, kind, path), ignoresCase: false };
  const [first] = argument.entries;
  if (first === undefined)
    throw new PatternFault(`${capitalised(kind)} expression name not found`, path, 'Write a string.');
  const [name, text] = first;
  if (name !== 'equals-ignore-case')
    throw new PatternFault(`Unsupported ${kind} pattern: ${name}`, path, 'Only equals-ignore-case can stand here.');
  if (argument.entries.length > 1)
    throw new PatternFault('Only one key allowed in match expression', path, 'Leave only equals-ignore-case.');
  // Recorded on EventBridge, absent from Lambda's table: accepted (inferred).
  return { kind, text: textOf(text, name, path), ignoresCase: true };
}

function readExcluded(argument: JsonNode, path: string): ReadonlySet<string | number> {
  if (argument.kind === 'object') throw unsupportedAnythingBut(argument.entries[0]?.[0], path);
  if (argument.kind === 'literal')
    throw new PatternFault(
      'Value of anything-but must be an array or single string/number value.',
      path,
      'Give a string, a number, or a list of one of the two.',
    );
  const members = (argument.kind === 'array' ? argument.elements : [argument]).map((member) => {
    if (member.kind === 'string') return member.value;
    if (member.kind === 'number') return finite(member.value, 'anything-but', path);
    throw new PatternFault(
      'Inside anything but list, start|null|boolean is not supported.',
      path,
      'Give strings only, or numbers only.',
    );
  });
  // An empty list has neither, and is refused with the same words.
  if (new Set(members.map((member) => typeof member)).size !== 1)
    throw new PatternFault(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
      path,
      'Give strings only, or numbers only, and at least one.',
    );
  return new Set(members);
}

function unsupportedAnythingBut(name: string | undefined, path: string): PatternFault {
  if (name === undefined)
    return new PatternFault('Anything-But expression name not found', path, 'Give a string, a number or a list.');
  return new PatternFault(
    `Unsupported anything-but pattern: ${name}`,
    path,
    'On an event source mapping anything-but takes a string, a number or a list (inferred for the forms EventBridge has).',
    'inferred',
  );
}

function readExists(argument: JsonNode, path: string): MatchTest {
  if (argument.kind === 'literal' && argument.value !== null) return { kind: 'exists', expected: argument.value };
  throw new PatternFault('exists match pattern must be either true or false.', path, 'Write true or false, unquoted.');
}

function textOf(argument: JsonNode, operator: string, path: string): string {
  if (argument.kind === 'string') return argument.value;
  throw new PatternFault(
    `${operator} match pattern must be a string`,
    path,
    'Give one string; for alternatives, write the operator once for each.',
  );
}
