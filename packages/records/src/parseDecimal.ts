const aNumber = /^([-+]?)(\d*)(?:\.(\d*))?(?:e([-+]?\d+))?$/i;

// 38 digits, up to 130 zeros before or after them, a sign and an exponent; with room for superfluous zeros. The limit
// keeps texts that nobody can have stored from costing time.
const longestText = 400;

/** A decimal number as sign, significant digits and power of ten: `-12.50` is `-`, `125`, `-1`. Zero is ``, `0`, `0`. */
export interface Decimal {
  readonly sign: '' | '-';
  readonly digits: string;
  readonly exponent: number;
}

/**
 * Reads the text of a number as DynamoDB writes it, or with an exponent, a sign or superfluous zeros.
 *
 * Two texts have the same value exactly when all three parts are equal. `undefined` when it is no number.
 */
export function parseDecimal(text: string): Decimal | undefined {
  const match = text.length > longestText ? null : aNumber.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole + fraction === '') return undefined;
  const significant = (whole + fraction).replace(/^0+/, '');
  const digits = significant.replace(/0+$/, '');
  if (digits === '') return { sign: '', digits: '0', exponent: 0 };
  return {
    sign: sign === '-' ? '-' : '',
    digits,
    exponent: Number(exponent) - fraction.length + significant.length - digits.length,
  };
}
