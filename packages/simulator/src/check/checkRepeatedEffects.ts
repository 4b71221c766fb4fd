import type { Trace } from '../trace/trace.ts';
import { recordsOfEffect } from '../trace/effectEvent.ts';
import type { Finding } from './finding.ts';
import { refuseNoTrace } from './refuseNoTrace.ts';
import { repeatedEffects } from './repeatedEffects.ts';

/**
 * Finds what was done more than once for the same record: `effectRepeated`, a write with the same name and key that was
 * done again by a later invocation, or by the same one after its answer had been lost. Where the record of an effect is
 * not known, invocations count that have a record in common. Two equal effects of one invocation are no repetition: that
 * may be what the record asks for.
 */
export function checkRepeatedEffects(trace: Trace): readonly Finding[] {
  refuseNoTrace('checkRepeatedEffects', trace);
  return repeatedEffects(trace).flatMap(({ all, again }): readonly Finding[] => {
    const effect = all[0]?.effect;
    if (effect === undefined) return [];
    const records = recordsOfEffect(effect);
    const calls = [...new Set(all.map((placed) => placed.effect.invocation))];
    const where = `${calls.length === 1 ? 'invocation' : 'the invocations'} ${calls.join(', ')}`;
    const about = records.length === 0 ? '' : ` for record ${records.join(', ')}`;
    const message = `${effect.name}${about} was done ${again.length + 1} times: by ${where}.`;
    const eventIndexes = all.map(({ index }) => index);
    return [{ code: 'effectRepeated', message, shardId: effect.shardId, sequenceNumbers: records, eventIndexes }];
  });
}
