/** An order as it stands in the table after a change. */
export interface Order {
  readonly orderId: string;
  readonly customer: string;
  readonly status: 'OPEN' | 'PAID' | 'SHIPPED';
  readonly totalCents: number;
}

/** What is written to the table: a new state of an order, or its removal. */
export type OrderChange =
  | { readonly kind: 'put'; readonly order: Order }
  | { readonly kind: 'delete'; readonly orderId: string };

/** The order whose payment arrives with a negative total, which the ledger refuses; the next change corrects it. */
export const poisonOrderId = 'o-0042';

const customers = ['Ada', 'Béla', 'Chen', 'Dunja', 'Émile', 'Fatou'];
const orderCount = 120;

/**
 * A few hundred changes of orders, the lives of many orders interleaved as in a real table, one poison among them.
 *
 * The same seed gives the same changes: only the numbers that DynamoDB adds differ from run to run.
 */
export function orderChanges(seed = 42): readonly OrderChange[] {
  const random = mulberry32(seed);
  const waiting = Array.from({ length: orderCount }, (_, index) =>
    lifeOf(`o-${String(index + 1).padStart(4, '0')}`, random),
  );
  const begun: OrderChange[][] = [];
  const changes: OrderChange[] = [];
  while (waiting.length > 0 || begun.length > 0) {
    // About eight orders are under way at any time; which of them changes next is drawn.
    while (begun.length < 8 && waiting.length > 0) begun.push(waiting.shift() ?? []);
    const index = Math.floor(random() * begun.length);
    const next = begun[index]?.shift();
    if (next) changes.push(next);
    else begun.splice(index, 1);
  }
  return changes;
}

function lifeOf(orderId: string, random: () => number): OrderChange[] {
  const customer = customers[Math.floor(random() * customers.length)] ?? 'Ada';
  const totalCents = 500 + Math.floor(random() * 20_000);
  const put = (status: Order['status'], cents = totalCents): OrderChange => ({
    kind: 'put',
    order: { orderId, customer, status, totalCents: cents },
  });
  if (orderId === poisonOrderId) return [put('OPEN'), put('PAID', -totalCents), put('PAID'), put('SHIPPED')];
  const life = [put('OPEN')];
  if (random() < 0.9) life.push(put('PAID'));
  if (life.length > 1 && random() < 0.7) life.push(put('SHIPPED'));
  if (random() < 0.3) life.push({ kind: 'delete', orderId });
  return life;
}

/** A small seeded generator (Tommy Ettinger's mulberry32, public domain): numbers from 0 to just below 1. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
