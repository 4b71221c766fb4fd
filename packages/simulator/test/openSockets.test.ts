import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { record, run } from './fixtures.ts';

// A connection that was there before the run, both ends in this process, as where a test has a server of its own.

let server: net.Server;
let client: net.Socket;
let accepted: net.Socket;

beforeAll(async () => {
  server = net.createServer((socket) => {
    accepted = socket;
    socket.on('data', () => setTimeout(() => socket.write('answer'), 400));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  client = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
  await Promise.all([once(server, 'connection'), once(client, 'connect')]);
});

afterAll(() => {
  client.destroy();
  accepted.destroy();
  server.close();
});

const oneCall = { records: [record(1)], mapping: { MaximumRetryAttempts: 0 } } as const;

test('the end of a client may bring an answer: it is waited for', async () => {
  const ask = async (): Promise<void> => {
    client.write('question');
    await once(client, 'data');
  };

  const trace = await run({ ...oneCall, handler: ask });

  expect(trace.invocations.map(({ outcome }) => outcome)).toEqual(['success']);
});

test('the end of a server waits for its client, and keeps no call that nobody answers', async () => {
  client.unref(); // As a client is that a pool keeps for later.

  const trace = await run({ ...oneCall, handler: () => new Promise(() => undefined), functionTimeoutMs: 50_000 });

  expect(trace.invocations.map(({ outcome }) => outcome)).toEqual(['functionError']);
});
