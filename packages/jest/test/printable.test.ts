import { expect, test } from '@jest/globals';
import { simulate } from '@millrace/simulator';
import '../src/index.ts';

test('what stands in the data gives no orders to the terminal in the message of a matcher', async () => {
  const evil = '\u001b[2J\u009b\u202e';
  const record = { eventName: 'INSERT', dynamodb: { Keys: { id: { S: evil } }, SequenceNumber: '1' } } as const;
  const handler = async () => {
    throw new Error(evil);
  };
  const mapping = { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 0 } as const;
  const trace = await simulate({ handler, records: [record], mapping });

  let message = '';
  try {
    expect(trace).toSettleEveryRecord();
  } catch (error) {
    message = error instanceof Error ? error.message : '';
  }

  expect(message).toContain(String.raw`\u001b[2J\u009b\u202e`);
  expect(/[\p{Cc}\u202A-\u202E]/u.test(message.replaceAll('\n', ''))).toBe(false);
});
