/**
 * Orders two sequence numbers of one shard as the numbers they are.
 *
 * They are decimal strings of 1 to 40 digits whose lengths differ within a shard (S11), so neither text order nor
 * `Number` is right. Leading zeros do not count. Negative when `a` comes first, 0 when equal, positive otherwise.
 *
 * @example
 * compareSequenceNumbers('8700003963677536337796', '11900001787531427260892'); // -1
 */
export function compareSequenceNumbers(a: string, b: string): number {
  const left = significantDigits(a);
  const right = significantDigits(b);
  if (left.length !== right.length) return left.length < right.length ? -1 : 1;
  return left === right ? 0 : left < right ? -1 : 1;
}

const notADigit = /\D/;

/** Says whether a value can be a sequence number: a string of 1 to 40 decimal digits (S11). */
export function isSequenceNumber(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 40 && !notADigit.test(value);
}

function significantDigits(text: string): string {
  if (text.charCodeAt(0) !== 48) return text;
  let first = 0;
  while (first < text.length - 1 && text.charCodeAt(first) === 48) first++;
  return text.slice(first);
}
