import { effects } from '@millrace/effects';
import type { Exploree, Invariants } from '@millrace/explore';
import type { Trace } from '@millrace/simulator';
import { centsOf, type Event, mapping, records } from './world.ts';

/** Mails each change, again when it comes again. Nothing observes a mail that has left. */
const setup = (): Exploree => {
  const mail = effects.wrap('mail', async (_cents: number) => undefined);
  const handler = async ({ Records }: Event) => {
    for (const record of Records) await mail(centsOf(record));
  };
  return { handler };
};

/** Holds of the records that are given, without faults, and of no fewer. */
export const invariants: Invariants = {
  'one mail each': ({ events }: Trace) => {
    const mails = events.filter(({ type }) => type === 'effect').length;
    return mails === records.length || `there are ${mails} mails for ${records.length} changes`;
  },
};

export const mailing = { setup, records, mapping, invariants, faults: ['redeliver'] } as const;
