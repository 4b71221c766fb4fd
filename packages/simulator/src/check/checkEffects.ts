import { compareSequenceNumbers } from '@millrace/records';
import { range } from '../trace/describeEvent.ts';
import { type EffectEvent, type EffectOutcome, recordsOfEffect, wasDone } from '../trace/effectEvent.ts';
import type { Trace } from '../trace/trace.ts';
import { effectsIn, type PlacedEffect } from './effectsIn.ts';
import type { Finding } from './finding.ts';
import { refuseExpectedEffects } from './refuseExpectedEffects.ts';
import { refuseNoTrace } from './refuseNoTrace.ts';
import { counted } from '../words/counted.ts';

/** An effect, by what is said of it; what is left out may be anything, but for `outcome` and `when`. */
export interface ExpectedEffect {
  /** Such as `email` or `dynamodb.PutItem orders`. */
  readonly name?: string;
  readonly kind?: 'read' | 'write';
  /** The record that it is for, alone or with others. */
  readonly sequenceNumber?: string;
  /** Default: that it was done, whole or in part. */
  readonly outcome?: EffectOutcome;
  /** Default: before the answer; on Lambda, what comes later is frozen, or lost. */
  readonly when?: 'beforeAnswer' | 'afterAnswer';
}

/**
 * What the handler is expected to have done:
 *
 * - a number: so many effects;
 * - a list: exactly these, in this order, each by its name or described;
 * - an object: so many (default: at least one) that are as described.
 *
 * Only what was done before the answer counts, where nothing else is said.
 */
export type ExpectedEffects =
  | number
  | readonly (string | ExpectedEffect)[]
  | (ExpectedEffect & { readonly times?: number });

/**
 * Compares what the handler did with what is expected. Without an expectation: something.
 *
 * - `effectCount`: another number of effects;
 * - `otherEffect`: another effect than the list has, one that is missing, or one too many.
 */
export function checkEffects(trace: Trace, expected: ExpectedEffects = {}): readonly Finding[] {
  refuseNoTrace('checkEffects', trace);
  refuseExpectedEffects('checkEffects', expected);
  const effects = effectsIn(trace);
  if (typeof expected === 'number') return checkTimes(effects, { times: expected });
  return isList(expected) ? checkList(effects, expected) : checkTimes(effects, expected);
}

function checkTimes(
  effects: readonly PlacedEffect[],
  { times, ...described }: ExpectedEffect & { readonly times?: number },
): readonly Finding[] {
  const matching = effects.filter(({ effect }) => isAs(effect, described));
  if (times === undefined ? matching.length > 0 : matching.length === times) return [];
  const others = effects.filter(({ effect }) => !isAs(effect, described) && isLike(effect, described));
  const wanted = times === undefined ? 'at least one' : String(times);
  const { sequenceNumber } = described;
  return [
    {
      code: 'effectCount',
      message: `The handler has ${countText(matching.length)}${describedText(described)}, expected ${wanted}${othersText(others)}.`,
      sequenceNumbers: sequenceNumber === undefined ? [] : [sequenceNumber],
      eventIndexes: [...matching, ...others].map(({ index }) => index).sort((a, b) => a - b),
    },
  ];
}

function checkList(
  effects: readonly PlacedEffect[],
  expected: readonly (string | ExpectedEffect)[],
): readonly Finding[] {
  const wanted = expected.map((one) => (typeof one === 'string' ? { name: one } : one));
  // What the list says of late or failed effects decides whether those are among what is compared.
  const compared = effects.filter(({ effect }) => {
    return isAs(effect, {}) || wanted.some((one) => (one.outcome ?? one.when) !== undefined && isAs(effect, one));
  });
  const findings: Finding[] = [];
  for (let at = 0; at < Math.max(compared.length, wanted.length); at++) {
    const found = compared[at];
    const want = wanted[at];
    if (found !== undefined && want !== undefined && isAs(found.effect, want)) continue;
    const place = `Effect ${at + 1} of the run`;
    const is = found === undefined ? 'is missing' : `is ${textOf(found.effect)}`;
    const should = want === undefined ? 'one effect too many' : `expected${describedText(want) || ' any'}`;
    findings.push({
      code: 'otherEffect',
      message: `${place} ${is}, ${should}.`,
      ...(found !== undefined && { shardId: found.effect.shardId }),
      sequenceNumbers: found === undefined ? [] : recordsOfEffect(found.effect),
      eventIndexes: found === undefined ? [] : [found.index],
    });
  }
  return findings;
}

function isAs(effect: EffectEvent, expected: ExpectedEffect): boolean {
  const { outcome, when = outcome === 'pending' ? 'afterAnswer' : 'beforeAnswer' } = expected;
  const isOutcome = outcome === undefined ? wasDone(effect) : effect.outcome === outcome;
  return isOutcome && effect.when === when && isLike(effect, expected);
}

function isLike(effect: EffectEvent, { name, kind, sequenceNumber }: ExpectedEffect): boolean {
  if (name !== undefined && effect.name !== name) return false;
  if (kind !== undefined && effect.kind !== kind) return false;
  if (sequenceNumber === undefined) return true;
  return recordsOfEffect(effect).some((number) => compareSequenceNumbers(number, sequenceNumber) === 0);
}

function isList(expected: Exclude<ExpectedEffects, number>): expected is Extract<ExpectedEffects, readonly unknown[]> {
  return Array.isArray(expected);
}

function countText(count: number): string {
  return count === 0 ? 'no effect' : counted(count, 'effect');
}

function describedText({ name, kind, sequenceNumber, outcome, when }: ExpectedEffect): string {
  const words = [
    ...(kind === undefined ? [] : [`that is a ${kind}`]),
    ...(name === undefined ? [] : [`called ${name}`]),
    ...(sequenceNumber === undefined ? [] : [`for record ${sequenceNumber}`]),
    ...(outcome === undefined ? [] : [`that ended as ${outcome}`]),
    ...(when === 'afterAnswer' ? ['after the answer'] : []),
  ];
  return words.map((word) => ` ${word}`).join('');
}

function othersText(others: readonly PlacedEffect[]): string {
  if (others.length === 0) return '';
  const late = others.filter(({ effect }) => effect.when === 'afterAnswer').length;
  const failed = others.length - late;
  const parts = [...(late > 0 ? [`${late} came after the answer`] : []), ...(failed > 0 ? [`${failed} not done`] : [])];
  return ` (${parts.join(', ')})`;
}

function textOf(effect: EffectEvent): string {
  const records = recordsOfEffect(effect);
  return `${effect.name}${records.length === 0 ? '' : ` for ${range(records)}`}`;
}
