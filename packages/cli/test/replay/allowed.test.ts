import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { main } from '../../src/main.ts';
import { line, temporaryFile } from '../temporaryFiles.ts';
import { rememberingTerminal } from '../rememberingTerminal.ts';

// What may leave, and what may not, by the options of the command. An address of this machine that is not loopback counts as another
// host, and what is sent there goes nowhere.

const host = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
if (host === undefined) process.stdout.write('Skipped: this machine has no address but loopback.\n');

async function replayed(forRecord: () => unknown, flags: readonly string[] = []) {
  const terminal = rememberingTerminal();
  const recording = temporaryFile('r.ndjson', line(1, 'a'));
  const args = ['replay', recording, '--handler', 'h.ts', '--set', 'MaximumRetryAttempts=0', ...flags];
  const code = await main(args, terminal, { loadHandler: async () => async () => void (await forRecord()) });
  return { code, stdout: terminal.stdout };
}

(host === undefined ? describe.skip : describe)('another host', () => {
  const heard: string[] = [];
  const server = http.createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.end('real');
  });
  let port = 0;
  beforeAll(async () => {
    server.listen(0, host);
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    heard.length = 0;
  });

  const asked = async (): Promise<void> => {
    const answer = await (await fetch(`http://${host}:${port}/charge`, { method: 'POST' })).text();
    if (answer !== 'real') throw new Error(`It answered ${answer}.`);
  };
  const spoken = async (): Promise<void> => {
    const socket = net.connect(port, host);
    socket.write('GET /raw HTTP/1.0\r\n\r\n');
    await once(socket, 'data');
    socket.destroy();
  };

  test.each<[string, () => Promise<void>, string, string]>([
    ['a request', asked, 'POST /charge', `POST ${host}:PORT/charge`],
    ['a connection', spoken, 'GET /raw', `connect ${host}:PORT`],
  ])('hears nothing of %s, and hears it with --allow-host', async (_what, act, said, name) => {
    const refused = await replayed(act);
    const heardThen = [...heard];
    const allowed = await replayed(act, ['--allow-host', host ?? '', '--json']);
    const byPort = await replayed(act, ['--allow-host', `${host}:${port}`]);
    const other = await replayed(act, ['--allow-host', 'api.example.com']);

    expect(refused.code).toBe(1);
    expect(heardThen).toEqual([]);
    expect(refused.stdout).toContain(`--allow-host ${host}:${port}`);
    expect(refused.stdout).toContain('allowed.test.ts:');
    expect(allowed.code).toBe(0);
    expect(JSON.parse(allowed.stdout).effects.names).toEqual({ [name.replace('PORT', String(port))]: 1 });
    expect([byPort.code, other.code]).toEqual([0, 1]);
    expect(heard).toEqual([said, said]);
  });
});

test('a child process is refused, and runs with --allow-processes', async () => {
  const said: string[] = [];
  const act = (): void => void said.push(String(execFileSync(process.execPath, ['-p', '"of a child"'])).trim());

  const refused = await replayed(act);
  const allowed = await replayed(act, ['--allow-processes']);

  expect(refused.code).toBe(1);
  expect(refused.stdout).toContain('--allow-processes');
  expect(refused.stdout).toContain('allowed.test.ts:');
  expect(allowed.code).toBe(0);
  expect(allowed.stdout).toContain('Effects      1');
  expect(said).toEqual(['of a child']);
});
