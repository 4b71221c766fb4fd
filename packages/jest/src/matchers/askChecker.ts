import { isCheckerUsageError } from '@millrace/simulator';
import { MatcherUsageError } from './matcherUsageError.ts';

/** The answer of a checker; what it refuses is refused in the name of the matcher. */
export function askChecker<Answer>(matcher: string, ask: () => Answer): Answer {
  try {
    return ask();
  } catch (error) {
    if (!isCheckerUsageError(error)) throw error;
    throw new MatcherUsageError(error.code, `${matcher} ${error.complaint}`);
  }
}
