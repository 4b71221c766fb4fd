import { faultKinds } from '../faults/scheduledFault.ts';
import { blindText } from './blindText.ts';
import type { Exploration } from './exploration.ts';

/** An exploration as text: the verdict, the story, the table of what was exercised, and how to come back. */
export function explorationReport(
  exploration: Omit<Exploration, 'report'> & { readonly vacuous: readonly string[]; readonly reproduce: string },
): string {
  const { ok, runs, enumerated, counterexample, vacuous, isInterrupted, isBlind, reproduce } = exploration;
  const { crashPoints, singles, orders, pairs } = enumerated;
  const ordersText = `${orders.tried} of ${orders.isAtLeast ? 'at least ' : ''}${orders.of} orders of what is under way at once, `;
  const lines = [
    ok
      ? `It survived ${runs} runs${isInterrupted ? ', then it was interrupted' : ''}.`
      : counterexample && `It did not survive: ${counterexample.code}, in run ${runs}.`,
    ...(ok && isBlind ? [blindText] : []),
    ...(counterexample === undefined
      ? vacuous
      : ['', counterexample.story, '', counterexample.sideBySide, '', ...faultLines(exploration)]),
    '',
    `Tried one by one: ${crashPoints.tried} of ${crashPoints.of} crash points, ${singles.tried} of ${singles.of} single faults, ${orders.of > 0 ? ordersText : ''}${pairs.tried} of ${pairs.of} pairs.`,
    ...exercisedLines(exploration),
    ...(counterexample === undefined
      ? []
      : ['', 'A test that fails in the same way:', '', counterexample.test.trimEnd()]),
    '',
    `Reproduce: explore({ …, ${reproduce} })`,
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}

/** A run that is longer says again and again the same. */
const mostLines = 40;

function faultLines({ counterexample }: Pick<Exploration, 'counterexample'>): readonly string[] {
  if (counterexample?.trace === undefined) return [];
  const [, ...lines] = counterexample.trace.toText().trimEnd().split('\n');
  const more = lines.length - mostLines;
  return ['The run:', ...lines.slice(0, mostLines), ...(more > 0 ? [`    … and ${more} lines more`] : [])];
}

/** How often each kind of fault was in a schedule, and how often it really struck. */
function exercisedLines({
  exercised,
  counterexample,
}: Pick<Exploration, 'exercised' | 'counterexample'>): readonly string[] {
  const struck = faultKinds.filter((kind) => exercised[kind].struck > 0);
  const never = faultKinds.filter((kind) => exercised[kind].struck === 0);
  return [
    ...struck.map(
      (kind) => `  ${kind.padEnd(20)} ${String(exercised[kind].struck).padStart(6)} of ${exercised[kind].asked}`,
    ),
    ...(never.length > 0 ? [`  ${counterexample === undefined ? 'never' : 'not yet'}: ${never.join(', ')}`] : []),
  ];
}
