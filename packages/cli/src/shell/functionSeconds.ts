import { InvalidArgumentError } from 'commander';

/** Lambda's own limits of a function's time-out (1 s to 15 min). */
export function functionSeconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 1 && value <= 900) return value;
  throw new InvalidArgumentError("Give seconds, from 1 to Lambda's 900, such as 30.");
}
