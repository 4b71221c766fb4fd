import type { Stage } from './strategy.ts';

/** The effect of a record outside DynamoDB, such as a payment: it cannot be taken back, and trouble may be around it. */
export async function bill(stage: Stage, sequenceNumber: string, context: object): Promise<void> {
  stage.trouble.before(sequenceNumber);
  stage.effects.push(sequenceNumber);
  await stage.trouble.after(sequenceNumber, context);
}

/** The story makes records fail on purpose; nobody needs to read that. */
export const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
