import type { NumberPolicy } from '../definition/numberPolicy.ts';
import { attempt } from './fault.ts';
import { NumberValue } from '../wire/numberValue.ts';
import { type Decimal, parseDecimal } from '../wire/parseDecimal.ts';
import { StreamDefinitionError } from '../definition/streamDefinitionError.ts';

// DynamoDB numbers end below 1e126; a larger power of ten is no stored number and would only make a huge bigint.
const largestExponent = 126;

const policies = ['auto', 'number', 'bigint', 'string']; // Or a function.

/** Makes the function that reads the text of an N attribute; it answers `undefined` when the text has no such value. */
export function compileNumbers(policy: NumberPolicy = 'auto'): (text: string) => unknown {
  if (policy === 'auto') return exactNumber;
  if (typeof policy === 'function') return (text) => attempt('number', 'the number policy', policy, text);
  if (!policies.includes(policy)) {
    throw new StreamDefinitionError('numbers', `"${policy}" is none of ${policies.join(', ')}.`);
  }
  return (text) => {
    const decimal = parseDecimal(text);
    return decimal && (policy === 'string' ? text : policy === 'bigint' ? integer(decimal) : Number(text) + 0);
  };
}

function exactNumber(text: string): unknown {
  const short = shortNumber(text);
  if (short !== undefined) return short;
  const decimal = parseDecimal(text);
  if (decimal === undefined) return undefined;
  // Of an integer more can be asked than its text, such as BigInt(…): beyond the safe ones, a number would not tell it.
  const number = Number(text);
  const isInteger = decimal[2] >= 0;
  const isExact = isInteger ? Number.isSafeInteger(number) : String(parseDecimal(String(number))) === String(decimal);
  // Adding zero makes -0 the 0 that DynamoDB means by it.
  return isExact ? number + 0 : (integer(decimal) ?? new NumberValue(text));
}

/**
 * Reads a plain decimal of up to 15 digits in one pass: that many always survive the way through a double, and the
 * one division of two exact numbers is rounded as `Number` would. `undefined` for every other text.
 */
function shortNumber(text: string): number | undefined {
  const isNegative = text.charCodeAt(0) === 45;
  let value = 0;
  let scale = 0;
  let digit = -1;
  let at = isNegative ? 1 : 0;
  for (; at < text.length; at++) {
    digit = text.charCodeAt(at) - 48;
    if (digit === -2 && scale === 0) scale = 1;
    else if (digit < 0 || digit > 9) return undefined;
    else {
      value = value * 10 + digit;
      scale *= 10;
    }
  }
  if (digit < 0 || at > (scale === 0 ? 15 : 16)) return undefined;
  if (scale > 0) value /= scale;
  return isNegative ? 0 - value : value;
}

function integer([sign, digits, exponent]: Decimal): bigint | undefined {
  return exponent < 0 || exponent > largestExponent ? undefined : BigInt(sign + digits) * 10n ** BigInt(exponent);
}
