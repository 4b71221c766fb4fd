import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

const ask = async (): Promise<void> => {
  client.write('question');
  await once(client, 'data');
};

const oneCall = { records: [record(1)], mapping: { MaximumRetryAttempts: 0 } } as const;

test('the end of a client may bring an answer: it is waited for', async () => {
  const trace = await run({ ...oneCall, handler: ask });

  expect(trace.invocations.map(({ outcome }) => outcome)).toEqual(['success']);
});

test('the end of a client is waited for, too, where a server has accepted a socket in the file system', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-sockets-'));
  const inFileSystem = net.createServer();
  await once(inFileSystem.listen(join(folder, 'socket')), 'listening');
  const other = net.connect(join(folder, 'socket'));
  const [here] = (await Promise.all([once(inFileSystem, 'connection'), once(other, 'connect')]))[0] as [net.Socket];

  const trace = await run({ ...oneCall, handler: ask });
  for (const socket of [other, here]) socket.destroy();
  inFileSystem.close();
  rmSync(folder, { recursive: true });

  expect(trace.invocations.map(({ outcome }) => outcome)).toEqual(['success']);
});

test('the end of a server waits for its client, and keeps no call that nobody answers', async () => {
  client.unref(); // As a client is that a pool keeps for later.

  const trace = await run({ ...oneCall, handler: () => new Promise(() => undefined), functionTimeoutMs: 50_000 });

  expect(trace.invocations.map(({ outcome }) => outcome)).toEqual(['functionError']);
});
