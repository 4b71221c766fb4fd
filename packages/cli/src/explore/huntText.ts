import { counted } from '@millrace/simulator';
import { blindText, type Hunt } from '@millrace/explore';

/** What a hunt found, as text: one report for each kind of failure. */
export function huntText({ ok, runs, failures, ms, isInterrupted, isBlind, neverHappened }: Hunt): string {
  const time = `${runs} runs in ${(ms / 1000).toFixed(1)} s`;
  const ending = isInterrupted ? ', interrupted' : '';
  if (ok) return `It survived ${time}${ending}.\n${isBlind ? `${blindText}\n` : ''}`;
  if (runs === 0) return `Nothing was tried in ${time}${ending}: give it more time.\n`;
  if (failures.length === 0) return `${neverHappened.join('\n')}\n\nNothing else failed in ${time}${ending}.\n`;
  const count = counted(failures.length, 'kind of failure', 'kinds of failure');
  return `${count} in ${time}${ending}.\n\n${failures.map(({ report }) => report).join('\n\n')}\n`;
}
