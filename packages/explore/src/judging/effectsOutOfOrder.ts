import { compareSequenceNumbers } from '@millrace/records';
import { type EffectEvent, type Trace, wasDone } from '@millrace/simulator';
import type { Breach } from './breach.ts';
import { itemsOf } from './itemsOf.ts';

/**
 * The first effect of each record of an item comes before the first effect of the item's next record. Repetitions do
 * not count: they are the state's affair. Effects whose record is not known are left out.
 */
export function effectsOutOfOrder(trace: Trace): Breach | undefined {
  const effects = trace.events.filter(isKnownWrite);
  if (effects.length < 2) return undefined;
  const items = itemsOf(trace);
  const latest = new Map<string, string>();
  const seen = new Set<string>();
  for (const { sequenceNumber = '' } of effects) {
    const item = items.get(sequenceNumber);
    if (seen.has(sequenceNumber) || item === undefined) continue;
    seen.add(sequenceNumber);
    const before = latest.get(item);
    if (before !== undefined && compareSequenceNumbers(sequenceNumber, before) < 0) {
      return {
        code: 'effectsOutOfOrder',
        message: `The first effect of record ${sequenceNumber} came after one of ${before}, a later change of the same item.`,
        sequenceNumbers: [sequenceNumber, before],
      };
    }
    latest.set(item, sequenceNumber);
  }
  return undefined;
}

function isKnownWrite(event: Trace['events'][number]): event is EffectEvent {
  return event.type === 'effect' && event.kind === 'write' && event.sequenceNumber !== undefined && wasDone(event);
}
