import { counted } from '@millrace/simulator';
import type { EffectsTold, ToldEffect } from './effectsTold.ts';

const most = 5;
const countNames = ['repeated', 'missing', 'late', 'unfinished', 'refused', 'swallowed'] as const;

/** What a handler did, for people: counts, and the first cases of what is not as it should be. */
export function effectsFacts(effects: EffectsTold | undefined): string[] {
  if (effects === undefined) return [];
  const { sum, repeated, missing, late, unfinished, refused, swallowed } = effects;
  const counts = countNames.filter((name) => sum[name] > 0).map((name) => `${sum[name]} ${name}`);
  const told =
    sum.effects === 0 && counts.length === 0
      ? 'none left the handler'
      : `${sum.effects}, ${sum.done} of them writes that were done`;
  return [
    `${'Effects'.padEnd(12)} ${told}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`,
    ...lines('Repeated', repeated, ({ invocations }) => `done in invocations ${invocations.join(', ')}`),
    ...cut(
      'Missing',
      missing.map(({ sequenceNumber }) => `record ${sequenceNumber} counts as processed, and nothing was done for it`),
    ),
    ...lines(
      'Late',
      late,
      ({ invocations }) => `not ended when invocation ${invocations[0]} answered: frozen or lost on Lambda`,
    ),
    ...lines(
      'Unfinished',
      unfinished,
      ({ invocations }) =>
        `under way when invocation ${invocations[0]} ended without an answer: done or not, nobody knows`,
    ),
    ...lines('Refused', refused, ({ error }) => error ?? 'refused'),
    ...lines(
      'Swallowed',
      swallowed,
      ({ invocations, error }) =>
        `failed in invocation ${invocations[0]}, which succeeded${error === undefined ? '' : `: ${error}`}`,
    ),
  ];
}

function lines(title: string, effects: readonly ToldEffect[], say: (effect: ToldEffect) => string): string[] {
  return cut(
    title,
    effects.map((effect) => {
      const { name, sequenceNumbers } = effect;
      const records = sequenceNumbers.length === 0 ? '' : ` for ${sequenceNumbers.slice(0, 3).join(', ')}`;
      return `${name}${records}: ${say(effect)}`;
    }),
  );
}

function cut(title: string, texts: readonly string[]): string[] {
  const shown = texts.slice(0, most).map((text) => `${title.padEnd(12)} ${text}`);
  return texts.length > most
    ? [...shown, `${''.padEnd(12)} … and ${texts.length - most} more; --json has them all`]
    : shown;
}

/** Problems: what would be lost on Lambda, and what was kept from leaving, so that the run says little. */
export function effectsProblems(effects: EffectsTold | undefined): readonly string[] {
  const { late, refused } = effects?.sum ?? { late: 0, refused: 0 };
  return [
    ...(late > 0
      ? [
          `${late === 1 ? '1 effect had' : `${late} effects had`} not ended when the handler answered: await what it begins, or Lambda may never do it.`,
        ]
      : []),
    ...(refused > 0
      ? [
          `${refused === 1 ? '1 effect was' : `${refused} effects were`} refused, as nothing leaves this machine: --allow-host allows a host, --import loads a test double.`,
        ]
      : []),
  ];
}

/** Warnings: what deserves a look and may be meant. */
export function effectsWarnings(effects: EffectsTold | undefined): readonly string[] {
  if (effects === undefined) return [];
  const { repeated, missing, unfinished, swallowed } = effects.sum;
  return [
    ...(repeated > 0 ? [`${counted(repeated, 'effect')} of the handler came again with a retry.`] : []),
    ...(missing > 0
      ? [`${counted(missing, 'record')} counted as processed had no effect of ${missing === 1 ? 'its' : 'their'} own.`]
      : []),
    ...(unfinished > 0
      ? [
          `${counted(unfinished, 'effect')} ${unfinished === 1 ? 'was' : 'were'} under way when the call ended without an answer, and may be done or not: such a call comes again, and so does the effect.`,
        ]
      : []),
    ...(swallowed > 0 ? [`${counted(swallowed, 'effect')} failed in calls that succeeded.`] : []),
  ];
}

/** What the verdict may say of effects. */
export function effectsVerdict(effects: EffectsTold | undefined): string {
  if (effects === undefined) return ' What the handler did was not looked at.';
  const { sum } = effects;
  const isClean = countNames.every((name) => sum[name] === 0);
  if (sum.effects === 0 && isClean) return ' Nothing was seen to leave the handler.';
  return isClean
    ? ` Of its ${counted(sum.effects, 'effect')} none was repeated, missing, late, refused or swallowed.`
    : '';
}
