import { PatternFault } from './patternFault.ts';
import type { JsonNode } from './readJson.ts';

/** The numbers a `numeric` test lets pass; open ends are infinite. */
export interface NumericRange {
  readonly bottom: number;
  readonly includesBottom: boolean;
  readonly top: number;
  readonly includesTop: boolean;
}

/**
 * Reads the argument of `numeric`: `[op, n]`, or `[">" or ">=", n, "<" or "<=", m]` with n below m.
 *
 * `=`, `<` and `<=` cannot be followed by more. @throws {PatternFault}
 */
export function readNumericRange(argument: JsonNode, path: string): NumericRange {
  if (argument.kind !== 'array') throw new PatternFault('Value of numeric must be an array.', path, advice);
  const [operator, operand, second, ...rest] = argument.elements;
  if (operator?.kind !== 'string')
    throw new PatternFault(`Invalid member in numeric match: ${shown(operator)}`, path, advice);
  const bound = readBound(operator.value, operand, path);
  if (second === undefined) return bound;
  if (bound.top !== Infinity) throw new PatternFault('Too many elements in numeric expression', path, advice);
  return closedBy(bound, second, rest, path);
}

/** Refuses numbers beyond a double, which cannot be compared (`1e400`). */
export function finite(value: number, operator: string, path: string): number {
  if (Number.isFinite(value)) return value;
  throw new PatternFault(`Number out of range in ${operator}`, path, 'Give a number that a double can hold.');
}

const advice = 'Write ["=", 5], [">", 0] or a range such as [">", 0, "<=", 5].';

function readBound(operator: string, operand: JsonNode | undefined, path: string): NumericRange {
  const open = { bottom: -Infinity, includesBottom: true, top: Infinity, includesTop: true };
  switch (operator) {
    case '=': {
      const value = numberOf(operand, 'equals', path);
      return { bottom: value, includesBottom: true, top: value, includesTop: true };
    }
    case '>':
    case '>=':
      return { ...open, bottom: numberOf(operand, operator, path), includesBottom: operator === '>=' };
    case '<':
    case '<=':
      return { ...open, top: numberOf(operand, operator, path), includesTop: operator === '<=' };
    default:
      throw new PatternFault(`Unrecognized numeric range operator: ${operator}`, path, advice);
  }
}

function closedBy(
  lower: NumericRange,
  operator: JsonNode,
  [operand, ...more]: readonly JsonNode[],
  path: string,
): NumericRange {
  if (operator.kind !== 'string')
    throw new PatternFault(`Bad value in numeric range: ${shown(operator)}`, path, advice);
  if (operator.value !== '<' && operator.value !== '<=')
    throw new PatternFault(`Bad numeric range operator: ${operator.value}`, path, advice);
  const top = numberOf(operand, operator.value, path);
  if (more.length > 0) throw new PatternFault('Too many terms in numeric range expression', path, advice);
  if (lower.bottom >= top)
    throw new PatternFault('Bottom must be less than top', path, 'Swap the numbers; for one number write ["=", n].');
  return { ...lower, top, includesTop: operator.value === '<=' };
}

function numberOf(operand: JsonNode | undefined, operator: string, path: string): number {
  if (operand?.kind === 'number') return finite(operand.value, 'numeric', path);
  throw new PatternFault(`Value of ${operator} must be numeric`, path, 'Write the number without quotes.');
}

function shown(node: JsonNode | undefined): string {
  if (node === undefined) return ']';
  if (node.kind === 'object') return '{';
  return node.kind === 'array' ? '[' : String(node.value);
}
