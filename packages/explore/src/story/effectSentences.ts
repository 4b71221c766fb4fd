import { type Trace, wasDone } from '@millrace/simulator';
import type { Records } from '../running/runOptions.ts';
import { recordNames } from './recordNames.ts';

/** Which effects happened more often than without faults, and which less often, record by record. */
export function effectSentences(run: Trace, without: Trace, records: Records): readonly string[] {
  const [now, then] = [countsOf(run), countsOf(without)];
  const names = [...new Set([...then.keys(), ...now.keys()])];
  return names.flatMap((name) => {
    const [ran, should] = [now.get(name) ?? new Map<string, number>(), then.get(name) ?? new Map<string, number>()];
    const numbers = [...new Set([...should.keys(), ...ran.keys()])];
    const again = numbers.filter((number) => (ran.get(number) ?? 0) > (should.get(number) ?? 0));
    const missing = numbers.filter((number) => (ran.get(number) ?? 0) < (should.get(number) ?? 0));
    return [
      ...(again.length > 0 ? [`\`${name}\` ran again${forRecords(again, records)}.`] : []),
      ...(missing.length > 0
        ? [`\`${name}\` did not run${forRecords(missing, records)}, where it does without faults.`]
        : []),
    ];
  });
}

function forRecords(numbers: readonly string[], records: Records): string {
  const known = numbers.filter((number) => number !== '');
  return known.length === 0 ? '' : ` for ${recordNames(records, known)}`;
}

/** How often each effect was done for each record; effects whose record is not known are counted together. */
function countsOf({ events }: Trace): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const event of events) {
    if (event.type !== 'effect' || event.kind !== 'write' || !wasDone(event)) continue;
    const ofName = counts.get(event.name) ?? new Map<string, number>();
    counts.set(event.name, ofName);
    for (const record of event.about ?? [event.sequenceNumber ?? '']) ofName.set(record, (ofName.get(record) ?? 0) + 1);
  }
  return counts;
}
