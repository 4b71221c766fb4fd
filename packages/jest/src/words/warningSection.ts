import { checkWarnings, type Trace, whereToRead } from '@millrace/simulator';
import { section } from './section.ts';

const mostWarnings = 3;

/** What the run was warned about: often the reason why a matcher fails. Nothing for a run without warnings. */
export function warningSection(trace: Trace): readonly string[] {
  const lines = checkWarnings(trace).map(({ message }) => message);
  const shown = lines.slice(0, mostWarnings);
  const more = lines.length - mostWarnings;
  const read = whereToRead(shown.join('\n'));
  return section('Warnings:', [
    ...shown,
    ...(more > 0 ? [`… and ${more} more`] : []),
    ...(read === undefined ? [] : [`(${read})`]),
  ]);
}
