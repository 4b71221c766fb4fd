import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { dynamoDbLocalVersion, hasJava, startDynamoDbLocal, whyNoDynamoDbLocal } from '../src/dynamoDbLocal.ts';

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

const others = Object.values(networkInterfaces())
  .flatMap((addresses = []) => addresses)
  .filter(({ internal, family }) => !internal && family === 'IPv4')
  .map(({ address }) => address);

withJava(
  'DynamoDB Local listens on 127.0.0.1 alone: at no other address of this machine is anybody, and it is the version that the docs name',
  async () => {
    const local = await startDynamoDbLocal();
    const port = Number(new URL(local.endpoint).port);

    const answers = await Promise.all(['127.0.0.1', ...others].map((address) => isAnswered(port, address)));
    const { version } = local;
    await local.stop();

    expect(answers).toEqual([true, ...others.map(() => false)]);
    expect(version).toBe(dynamoDbLocalVersion);
    expect(readFileSync('CONTRIBUTING.md', 'utf8')).toContain(`DynamoDB Local ${dynamoDbLocalVersion}`);
  },
  60_000,
);

function isAnswered(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const answer = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}
