import { NumberValueImpl } from '@aws-sdk/util-dynamodb';
import { type Decimal, parseDecimal } from './decimalText.ts';

/**
 * What an N attribute becomes.
 *
 * - `auto` (default): a number when that is exact, else a bigint for integers, else a `NumberValue` of
 *   `@aws-sdk/util-dynamodb`. Never rounded.
 * - `number`: always a number; digits that do not fit are lost.
 * - `bigint`: always a bigint; a fraction is a {@link DecodeError}.
 * - `string`: the text of the attribute.
 * - a function of that text.
 */
export type NumberPolicy = 'auto' | 'number' | 'bigint' | 'string' | ((text: string) => unknown);

// DynamoDB numbers end below 1e126; a larger power of ten is no stored number and would only make a huge bigint.
const largestExponent = 126;

/** Makes the function that reads the text of an N attribute; it answers `undefined` when the text has no such value. */
export function compileNumbers(policy: NumberPolicy): (text: string) => unknown {
  switch (policy) {
    case 'auto':
      return exactNumber;
    case 'number':
      return (text) => (parseDecimal(text) === undefined ? undefined : Number(text) + 0);
    case 'bigint':
      return (text) => {
        const decimal = parseDecimal(text);
        return decimal === undefined ? undefined : integer(decimal);
      };
    case 'string':
      return (text) => (parseDecimal(text) === undefined ? undefined : text);
    default:
      return policy;
  }
}

function exactNumber(text: string): unknown {
  const { length } = text;
  // Up to 15 digits a decimal survives the way through a double unharmed, so plain short numbers need no proof.
  if (length > 0 && length < 16) {
    let at = text.charCodeAt(0) === 45 && length > 1 ? 1 : 0;
    let value = 0;
    for (; at < length; at++) {
      const digit = text.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === length) return text.charCodeAt(0) === 45 ? 0 - value : value;
  }
  const decimal = parseDecimal(text);
  if (decimal === undefined) return undefined;
  const number = Number(text);
  const canonical = parseDecimal(String(number));
  if (
    canonical !== undefined &&
    canonical.digits === decimal.digits &&
    canonical.exponent === decimal.exponent &&
    canonical.sign === decimal.sign
  ) {
    return number + 0;
  }
  return integer(decimal) ?? new NumberValueImpl(text);
}

function integer({ sign, digits, exponent }: Decimal): bigint | undefined {
  if (exponent < 0 || exponent > largestExponent) return undefined;
  return BigInt(sign + digits + '0'.repeat(exponent));
}
