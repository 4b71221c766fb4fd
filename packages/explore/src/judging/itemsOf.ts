import type { Trace } from '@millrace/simulator';

/** The item of each record that a run has read. */
export function itemsOf({ events }: Trace): ReadonlyMap<string, string> {
  const items = new Map<string, string>();
  for (const event of events) {
    if (event.type !== 'recordsRead') continue;
    for (const [at, number] of event.sequenceNumbers.entries()) items.set(number, event.itemKeys[at] ?? '');
  }
  return items;
}
