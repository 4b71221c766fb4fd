import type { ScheduledFault } from '../faults/scheduledFault.ts';
import type { Breach } from '../judging/breach.ts';
import type { Records } from '../running/runOptions.ts';
import type { RunResult } from '../running/runResult.ts';
import { effectSentences } from './effectSentences.ts';
import { faultSentence } from './faultSentence.ts';
import { recordNames } from './recordNames.ts';
import { stateDifferences } from './stateDifferences.ts';
import { valueText } from './statesSideBySide.ts';

const mostDifferences = 3;

/** What happened, in sentences: the faults, what the handler then did too often or not at all, and what came of it. */
export function storyOf(
  breach: Breach,
  faults: readonly ScheduledFault[],
  records: Records,
  run: RunResult,
  without: RunResult,
): string {
  const { trace } = run;
  const told = trace === undefined ? [] : faults.map((fault) => faultSentence(fault, trace, records, run.steps));
  const effects =
    trace === undefined || without.trace === undefined ? [] : effectSentences(trace, without.trace, records);
  const sentences = [
    ...(faults.length === 0 ? ['No fault was needed.'] : told.filter((sentence) => sentence !== '')),
    ...effects,
    ...(breach.code === 'finalStateDiffers' ? [] : [breachSentence(breach, records)]),
    ...(breach.code === 'finalStateDiffers' ? stateSentences(run.state, without.state, 'without faults') : []),
    ...(breach.code === 'notRepeatable' ? stateSentences(run.state, without.state, 'before') : []),
  ];
  return sentences.join(' ');
}

function breachSentence({ message, sequenceNumbers }: Breach, records: Records): string {
  if (sequenceNumbers.length === 0) return message;
  // A message that says which record does what is told of their places.
  const numbers = new RegExp(`(?:record )?\\b(${sequenceNumbers.join('|')})\\b`, 'g');
  const named = message.replaceAll(numbers, (_, number: string) => recordNames(records, [number]));
  if (named !== message) return named;
  return `${message.replace(/\.$/, '')}: ${recordNames(records, sequenceNumbers)}.`;
}

function stateSentences(withFaults: unknown, without: unknown, when: string): readonly string[] {
  const found = stateDifferences(withFaults, without);
  const told = found.slice(0, mostDifferences).map(({ path, withFaults: now, without: then }) => {
    const what = path === '' ? 'The final state' : `\`${path}\``;
    return `${what} is ${valueOr(now)}, ${when} ${valueOr(then)}.`;
  });
  const more = found.length - mostDifferences;
  return more > 0 ? [...told, `So are ${more} more.`] : told;
}

function valueOr(value: unknown): string {
  return value === undefined ? 'not there' : valueText(value);
}
