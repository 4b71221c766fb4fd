import { OpenValue, openAmong } from '../values/openValue.ts';

/** What an operator makes of its operands; `&&` and `||` are decided by one of them. */
export function operated(operator: string, operands: readonly unknown[]): unknown {
  const [left, right] = operands;
  if (operator === 'logicalAnd' && operands.includes(false)) return false;
  if (operator === 'logicalOr' && operands.includes(true)) return true;
  const open = openAmong(operands);
  if (open) return open;
  switch (operator) {
    case 'logicalAnd':
    case 'logicalOr':
      return operator === 'logicalAnd';
    case 'logicalNot':
      return left !== true && left !== 'true';
    case 'equal':
      return isSame(left, right);
    case 'notEqual':
      return !isSame(left, right);
    case 'negate':
      return -Number(left);
    case 'add':
      return Number(left) + Number(right);
    case 'subtract':
      return Number(left) - Number(right);
    case 'multiply':
      return Number(left) * Number(right);
    case 'divide':
      return Number(left) / Number(right);
    case 'modulo':
      return Number(left) % Number(right);
    case 'greaterThan':
      return Number(left) > Number(right);
    case 'greaterThanOrEqual':
      return Number(left) >= Number(right);
    case 'lessThan':
      return Number(left) < Number(right);
    case 'lessThanOrEqual':
      return Number(left) <= Number(right);
    default:
      return new OpenValue([], `the operator ${operator}`);
  }
}

function isSame(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
