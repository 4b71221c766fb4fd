const aNumber = /^([-+]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:e([-+]?\d+))?$/i;

// 38 digits, up to 130 zeros before or after them, a sign and an exponent; with room for superfluous zeros. The limit
// keeps texts that nobody can have stored from costing time.
const longestText = 400;

// From the first zero of a run: from each of them, it would look again at the rest.
const trailingZeros = /(?<!0)0+$/;

/** A decimal number: `-12.50` is `-`, `125`, `-1`. Zero is ``, `0`, `0`. */
export type Decimal = readonly [sign: '' | '-', significantDigits: string, powerOfTen: number];

/**
 * Reads the text of a number as DynamoDB writes it, or with an exponent, a sign or superfluous zeros.
 *
 * Two texts have the same value exactly when all three parts are equal. `undefined` when it is no number.
 */
export function parseDecimal(text: string): Decimal | undefined {
  const match = text.length > longestText ? null : aNumber.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = 0] = match;
  const significant = (whole + fraction).replace(/^0+/, '');
  const digits = significant.replace(trailingZeros, '');
  if (digits === '') return ['', '0', 0];
  return [sign === '-' ? sign : '', digits, Number(exponent) - fraction.length + significant.length - digits.length];
}

/** The digits of a number, without an exponent. */
export function plainDigits([sign, digits, exponent]: Decimal): string {
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent);
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}
