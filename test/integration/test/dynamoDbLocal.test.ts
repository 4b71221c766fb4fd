import { expect, test } from '@jest/globals';
import { hasJava, startDynamoDbLocal, whyNoDynamoDbLocal } from '../src/dynamoDbLocal.ts';

// Jest keeps what `console` prints in a suite that is skipped as a whole.
if (!hasJava()) process.stderr.write(`Skipped: ${whyNoDynamoDbLocal}\n`);
const withJava = hasJava() ? test : test.skip;

withJava(
  'DynamoDB Local answers on its own port until it is stopped, and then its process is gone',
  async () => {
    const local = await startDynamoDbLocal();

    const whileUp = await fetch(local.endpoint);
    await local.stop();
    await local.stop();

    expect(whileUp.status).toBe(400);
    await expect(fetch(local.endpoint)).rejects.toThrow();
    expect(() => process.kill(local.pid, 0)).toThrow('ESRCH');
  },
  60_000,
);
