import { givenText } from '@millrace/simulator';

/** The argument of a matcher as its message repeats it: JSON, cut where it is long; nothing for none. */
export function argumentText(argument: unknown): string {
  return argument === undefined ? '' : givenText(argument);
}
