// Stand-ins for what a function calls: each remembers how it was called.

export const called: string[] = [];

export async function pay(orderId: string): Promise<{ receipt: string }> {
  called.push(`pay ${orderId}`);
  return { receipt: orderId };
}

export async function sendReceipt(orderId: string): Promise<void> {
  called.push(`receipt ${orderId}`);
}

export async function sendWelcomeMail(customer: string): Promise<void> {
  called.push(`welcome ${customer}`);
}

export async function putIntoSearchIndex(orderId: string, total: number): Promise<void> {
  called.push(`index ${orderId} ${total}`);
}

export async function removeFromSearchIndex(orderId: string): Promise<void> {
  called.push(`remove ${orderId}`);
}
