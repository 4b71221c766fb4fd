import { checkWarnings, type Trace } from '@millrace/simulator';
import { section } from './section.ts';

const mostWarnings = 3;

/** What the run was warned about: often the reason why a matcher fails. Nothing for a run without warnings. */
export function warningSection(trace: Trace): readonly string[] {
  const lines = checkWarnings(trace).map(({ message }) => message);
  const more = lines.length - mostWarnings;
  return section('Warnings:', [...lines.slice(0, mostWarnings), ...(more > 0 ? [`… and ${more} more`] : [])]);
}
