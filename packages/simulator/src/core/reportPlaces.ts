import { isObject } from '../words/isObject.ts';
import type { Batch } from './batch.ts';
import type { PollerRules } from './pollerRules.ts';

/** Where the entries of a report point to. */
export interface ReportPlaces {
  /** The index of the record that an entry names; -1 for an entry that is malformed. */
  indexOf(entry: unknown): number;
  /** Whether an entry has a JSON number that equals a sequence number of the batch, as far as a number can. */
  isNumeric(entry: unknown): boolean;
}

/** From so many entries on a table is quicker than a search for each: a report of a whole batch has up to 10,000. */
const worthTable = 8;

/** Finds the records that the entries of a report name, of which there are so many. */
export function reportPlaces({ records }: Batch, { semantics }: PollerRules, entryCount: number): ReportPlaces {
  const byText = finder(records.length, (index) => records[index]?.sequenceNumber, entryCount);
  const byNumber = finder(records.length, (index) => Number(records[index]?.sequenceNumber), entryCount);
  const identifierOf = (entry: unknown): unknown => (isObject(entry) ? entry['itemIdentifier'] : undefined);
  return {
    indexOf(entry) {
      const identifier = identifierOf(entry);
      if (typeof identifier === 'string') return byText(identifier);
      const counts = typeof identifier === 'number' && semantics.numericIdentifier === 'accepted';
      return counts ? byNumber(identifier) : -1;
    },
    isNumeric(entry) {
      const identifier = identifierOf(entry);
      return typeof identifier === 'number' && byNumber(identifier) !== -1;
    },
  };
}

/** Finds the first place at which something stands. */
function finder(length: number, at: (index: number) => unknown, lookups: number): (wanted: unknown) => number {
  let table: Map<unknown, number> | undefined;
  return (wanted) => {
    if (lookups < worthTable) {
      for (let index = 0; index < length; index++) if (at(index) === wanted) return index;
      return -1;
    }
    if (table === undefined) {
      table = new Map();
      for (let index = length - 1; index >= 0; index--) table.set(at(index), index);
    }
    return table.get(wanted) ?? -1;
  };
}
