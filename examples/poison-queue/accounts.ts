const charges: string[] = [];

/** Every order charged so far, oldest first. In a real system this is another service; here it is a list. */
export function charged(): readonly string[] {
  return charges;
}

/** Forgets everything, for the next test. */
export function clearAccounts(): void {
  charges.length = 0;
}

/** Charges an order. */
export async function charge(orderId: string, _totalCents: number): Promise<void> {
  charges.push(orderId);
}
