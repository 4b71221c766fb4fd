/** An entry of the ledger: which order, and what was booked. */
export interface Entry {
  readonly orderId: string;
  readonly entry: string;
}

const entries: Entry[] = [];

/** Everything booked so far, oldest first. In a real system this is another service; here it is a list. */
export function booked(): readonly Entry[] {
  return entries;
}

/** Forgets everything, for the next test. */
export function clearLedger(): void {
  entries.length = 0;
}

/** Books an amount for an order; a negative one is refused, as the accounts would. */
export async function book(orderId: string, entry: string, totalCents: number): Promise<void> {
  if (totalCents < 0) throw new Error(`The ledger refuses ${entry} of ${orderId}: its total is ${totalCents} cents.`);
  entries.push({ orderId, entry });
}
