import { counted } from '@millrace/simulator';
import { argumentText } from '../words/argumentText.ts';
import { MatcherUsageError } from './matcherUsageError.ts';

/**
 * The argument of a matcher that takes one, `undefined` for none. More than one is refused, and so is an `undefined` that
 * was written out: most often it is a variable that holds nothing, and would turn "exactly these" into "any".
 */
export function argumentOf<Argument>(
  matcher: string,
  given: readonly [argument?: Argument, ...others: unknown[]],
): Argument | undefined {
  refuseArguments(matcher, given, 1);
  const [argument] = given;
  if (given.length === 0 || argument !== undefined) return argument;
  throw new MatcherUsageError(
    'InvalidExpectation',
    `${matcher} got undefined, which would expect less than a value would. Is a variable empty? To ask for any, call ${matcher}() without an argument.`,
  );
}

/** Refuses arguments beyond those that a matcher takes: it would not look at them. */
export function refuseArguments(matcher: string, given: readonly unknown[], most: number): void {
  if (given.length <= most) return;
  throw new MatcherUsageError(
    'InvalidExpectation',
    `${matcher} got ${counted(given.length, 'argument')} (${given.map(argumentText).join(', ')}), expected ${most === 0 ? 'none' : `at most ${most}`}: it would not look at the others.`,
  );
}
