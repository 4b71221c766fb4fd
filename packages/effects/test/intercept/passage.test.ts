import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Interception, interceptEffects } from '@millrace/effects';
import { run, toldOf } from '../fixtures.ts';

// What a client of HTTP asks for that is no request: web sockets, and tunnels of proxies.

const heard: string[] = [];
let server: http.Server;
let port: number;
let interception: Interception | undefined;
beforeAll(async () => {
  const answered = (line: string) => (request: http.IncomingMessage, socket: { end(text: string): void }) => {
    heard.push(`${request.method} ${request.url}`);
    socket.end(`HTTP/1.1 ${line}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`);
  };
  server = http.createServer().on('upgrade', answered('101 Switching Protocols')).on('connect', answered('200 OK'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  interception?.restore();
  heard.length = 0;
});
afterAll(() => {
  server.close();
});

const asked = (options: http.RequestOptions): Promise<unknown> =>
  new Promise((resolve) => {
    const over = (_response: unknown, socket: Socket): void => resolve(socket.resume());
    http
      .request({ agent: false, host: '127.0.0.1', port, ...options })
      .on('upgrade', over)
      .on('connect', over)
      .on('error', resolve)
      .end();
  });
const upgrade = { connection: 'upgrade', upgrade: 'websocket' };
const one = { mapping: { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 0 } } as const;

test('a web socket is told as a connection, made or refused', async () => {
  interception = interceptEffects();

  const trace = await run(async () => {
    await asked({ path: '/events', headers: upgrade });
    await asked({ path: '/events', headers: upgrade, host: 'api.example.com', port: 80 });
  }, one);

  expect(heard).toEqual(['GET /events']);
  expect(toldOf(trace)).toEqual([
    `invocation 0: effect 1 connect 127.0.0.1:${port}: done`,
    expect.stringMatching(
      /effect 2 connect api\.example\.com:80: refused EffectError: A connection to api\.example\.com:80/,
    ),
    'invocation 0: success',
  ]);
});

test('a tunnel is told as the connection that it leads to, made or refused', async () => {
  interception = interceptEffects({ allowHosts: ['db.example.com'] });

  const trace = await run(async () => {
    await asked({ method: 'CONNECT', path: 'db.example.com:5432' });
    await asked({ method: 'CONNECT', path: 'api.example.com:443' });
    await asked({ method: 'CONNECT', path: 'localhost:80', host: '203.0.113.7', port: 80 });
  }, one);

  expect(heard).toEqual(['CONNECT db.example.com:5432']);
  expect(toldOf(trace)).toEqual([
    'invocation 0: effect 1 connect db.example.com:5432: done',
    expect.stringMatching(/effect 2 connect api\.example\.com:443: refused/),
    expect.stringMatching(/effect 3 connect 203\.0\.113\.7:80: refused/),
    'invocation 0: success',
  ]);
});
