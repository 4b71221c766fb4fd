import type { EffectEvent, EffectOutcome } from './effectEvent.ts';
import { oneLine } from '../words/oneLine.ts';

/** How an effect ended, in the words of the trace: its outcome, its error, and that it came after the answer. */
export function effectOutcomeText({ outcome, when, error }: EffectEvent): string {
  const reason = error === undefined ? '' : ` ${oneLine(`${error.errorType}: ${error.errorMessage}`)}`;
  return `${words[outcome]}${when === 'afterAnswer' ? ' after the answer' : ''}${reason}`;
}

const words: Record<EffectOutcome, string> = {
  done: 'done',
  failed: 'failed',
  refused: 'refused',
  throttled: 'throttled',
  partlyFailed: 'done in part',
  answerLost: 'done, the answer lost',
  timedOut: 'timed out',
  crashed: 'not done, the process was gone',
  pending: 'pending',
};
