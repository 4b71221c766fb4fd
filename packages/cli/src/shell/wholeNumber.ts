import { InvalidArgumentError } from 'commander';

/** A whole number, as an option of a command line says it. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('Give a whole number.');
}
