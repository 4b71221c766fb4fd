import { recordsOfEffect, wasDone, wasDoneInTime } from '../trace/effectEvent.ts';
import type { Trace } from '../trace/trace.ts';
import { effectsIn, type PlacedEffect } from './effectsIn.ts';
import type { Finding } from './finding.ts';
import { recordFates } from './recordFates.ts';
import { refuseNoTrace } from './refuseNoTrace.ts';
import { effectName } from './refuseExpectedEffects.ts';
import { refuseNames } from './refuseNames.ts';

/** Which effect every record is to have. */
export interface EveryRecordOptions {
  /** Its name; default: any that writes. */
  readonly name?: string;
}

/**
 * Finds records that count as processed without anything having been done for them. Records that were given up, skipped or
 * are pending need no effect: {@link checkSettled} asks for those.
 *
 * - `effectMissing`: nothing was done for it;
 * - `effectLate`: something was done, but after the answer: on Lambda, that is frozen, or lost.
 */
export function checkEffectForEveryRecord(trace: Trace, options: EveryRecordOptions = {}): readonly Finding[] {
  refuseNoTrace('checkEffectForEveryRecord', trace);
  const example = "{ name: 'email' }";
  refuseNames('checkEffectForEveryRecord', options, { name: effectName }, { what: 'option', example });
  const { name } = options;
  const effects = effectsIn(trace).filter(({ effect }) => {
    return name === undefined ? effect.kind === 'write' : effect.name === name;
  });
  const byRecord = new Map<string, PlacedEffect[]>();
  for (const placed of effects) {
    for (const record of recordsOfEffect(placed.effect)) {
      const key = `${placed.effect.shardId} ${record}`;
      byRecord.set(key, [...(byRecord.get(key) ?? []), placed]);
    }
  }
  const what = name ?? 'no effect that writes';
  return recordFates(trace).flatMap(({ shardId, sequenceNumber, fate, eventIndexes }): readonly Finding[] => {
    if (fate !== 'processed') return [];
    const own = byRecord.get(`${shardId} ${sequenceNumber}`) ?? [];
    if (own.some(({ effect }) => wasDoneInTime(effect))) return [];
    const late = own.filter(({ effect }) => wasDone(effect));
    const place = { shardId, sequenceNumbers: [sequenceNumber] };
    if (late.length > 0) {
      const told = `Record ${sequenceNumber} of ${shardId} counts as processed, and ${late[0]?.effect.name} for it came after the answer.`;
      return [
        {
          code: 'effectLate',
          message: told,
          ...place,
          eventIndexes: [...eventIndexes, ...late.map(({ index }) => index)],
        },
      ];
    }
    const missing = name === undefined ? `has ${what}` : `has no ${name}`;
    const others =
      own.length === 0 ? '' : `: ${own.map(({ effect }) => `${effect.name} ${effect.outcome}`).join(', ')}`;
    const told = `Record ${sequenceNumber} of ${shardId} counts as processed, and ${missing}${others}.`;
    return [
      {
        code: 'effectMissing',
        message: told,
        ...place,
        eventIndexes: [...eventIndexes, ...own.map(({ index }) => index)],
      },
    ];
  });
}
