import { keyOf } from '@millrace/records';
import { type Trace, wasDone } from '@millrace/simulator';
import type { Records } from '../running/runOptions.ts';
import { recordNames } from './recordNames.ts';

/** Which effects happened more often than without faults, and which less often, record by record. */
export function effectSentences(run: Trace, without: Trace, records: Records): readonly string[] {
  const [now, then] = [countsOf(run), countsOf(without)];
  const items = new Map(records.map(({ dynamodb }) => [dynamodb?.SequenceNumber, keyOf(Object(dynamodb?.Keys))]));
  const names = [...new Set([...then.keys(), ...now.keys()])];
  return names.flatMap((name) => {
    const changes = certain(changesOf(now.get(name) ?? new Map(), then.get(name) ?? new Map()), items);
    const told = (which: (change: Change) => boolean, say: (whose: string) => string): readonly string[] => {
      const found = changes.filter(which).map(({ record }) => record);
      return found.length === 0 ? [] : [`\`${name}\` ${say(forRecords(found, records))}.`];
    };
    return [
      ...told(
        ({ ran, should }) => ran > should && should > 0,
        (whose) => `ran again${whose}`,
      ),
      ...told(
        ({ ran, should }) => ran > should && should === 0,
        (whose) => `ran${whose}, where it does not without faults`,
      ),
      ...told(
        ({ ran, should }) => ran < should && ran === 0,
        (whose) => `did not run${whose}, where it does without faults`,
      ),
      ...told(
        ({ ran, should }) => ran < should && ran > 0,
        (whose) => `ran less often${whose} than without faults`,
      ),
    ];
  });
}

/** How often an effect was done for a record, and how often it is without faults; '' for no known record. */
interface Change {
  readonly record: string;
  readonly ran: number;
  readonly should: number;
}

type Counts = ReadonlyMap<string, number>;

function changesOf(now: Counts, then: Counts): readonly Change[] {
  return [...new Set([...then.keys(), ...now.keys()])].map((record) => ({
    record,
    ran: now.get(record) ?? 0,
    should: then.get(record) ?? 0,
  }));
}

/**
 * What is certain of some changes. Where one record of an item has more and another less, which change of the item an
 * effect is for was taken differently: only what is left of the item's sum is said. Where the record of an effect is
 * not known in one of two runs, only the sum of all is certain.
 */
function certain(changes: readonly Change[], items: ReadonlyMap<string | undefined, string>): readonly Change[] {
  if (changes.length > 1 && changes.some(({ record }) => record === '')) return [sumOf(changes)];
  return changes.filter((change) => {
    const item = items.get(change.record);
    const ofItem = sumOf(changes.filter(({ record }) => items.get(record) === item));
    return change.record === '' || Math.sign(differenceOf(ofItem)) === Math.sign(differenceOf(change));
  });
}

function sumOf(changes: readonly Change[]): Change {
  const sum = (valueOf: (change: Change) => number): number =>
    changes.reduce((total, change) => total + valueOf(change), 0);
  return { record: '', ran: sum(({ ran }) => ran), should: sum(({ should }) => should) };
}

function differenceOf({ ran, should }: Change): number {
  return ran - should;
}

function forRecords(numbers: readonly string[], records: Records): string {
  const known = numbers.filter((number) => number !== '');
  return known.length === 0 ? '' : ` for ${recordNames(records, known)}`;
}

/** How often each effect was done for each record; effects whose record is not known are counted together. */
function countsOf({ events }: Trace): ReadonlyMap<string, Counts> {
  const counts = new Map<string, Map<string, number>>();
  for (const event of events) {
    if (event.type !== 'effect' || event.kind !== 'write' || !wasDone(event)) continue;
    const ofName = counts.get(event.name) ?? new Map<string, number>();
    counts.set(event.name, ofName);
    for (const record of event.about ?? [event.sequenceNumber ?? '']) ofName.set(record, (ofName.get(record) ?? 0) + 1);
  }
  return counts;
}
