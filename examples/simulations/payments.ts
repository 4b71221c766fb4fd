import { defineStream } from '@millrace/records';
import * as z from 'zod';

const Payment = z.object({ paymentId: z.string(), cents: z.int() });

/** The stream that the simulations in this folder run over. */
export const payments = defineStream({ item: Payment, keys: ['paymentId'], view: 'NEW_IMAGE' });

/** Payments p-1, p-2, … of 100 cents, all of one second, with sequence numbers 1, 2, … */
export function paid(count: number) {
  return Array.from({ length: count }, (_, index) =>
    payments.insert(
      { paymentId: `p-${index + 1}`, cents: 100 },
      { sequenceNumber: String(index + 1), createdAt: new Date('2026-01-01T00:00:00Z') },
    ),
  );
}
