import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Interception, interceptEffects, isEffectError } from '@millrace/effects';
import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import * as undici from 'undici';

// Every way that Node has to leave the machine, to a host and to an address that nobody has (RFC 5737).

const host = 'api.example.com';
const address = '203.0.113.7';

let interception: Interception;
beforeEach(() => {
  interception = interceptEffects();
});
afterEach(() => interception.restore());

/** The error with which something fails; a promise, something that emits `error`, or a callback. */
async function errorOf(act: () => unknown): Promise<unknown> {
  try {
    const result: unknown = await act();
    if (typeof result === 'object' && result !== null && 'on' in result) {
      const emitter = result as { on(name: string, heard: (value: unknown) => void): void };
      return await new Promise((resolve) => {
        emitter.on('error', resolve);
        for (const name of ['connect', 'response', 'message'])
          emitter.on(name, () => resolve(new Error('It got out.')));
      });
    }
    return new Error(`It came back with ${String(result)}.`);
  } catch (error) {
    return error;
  }
}

function rootOf(error: unknown): unknown {
  if (isEffectError(error)) return error;
  const { cause, errors } = Object(error) as { readonly cause?: unknown; readonly errors?: readonly unknown[] };
  return cause === undefined ? (errors?.[0] ?? error) : rootOf(cause);
}

const callback = (start: (done: (error: unknown) => void) => unknown): Promise<unknown> =>
  new Promise((_resolve, reject) => {
    start((error) => reject(error));
  });
const overHttp2 = (origin: string): http2.ClientHttp2Stream => {
  const session = http2.connect(origin);
  session.on('error', () => undefined);
  return session.request({ ':path': '/x' });
};
const ended = (request: http.ClientRequest): http.ClientRequest => request.end();

const ways: readonly [string, string, () => unknown][] = [
  ['http.get', host, () => http.get(`http://${host}/x`)],
  ['http.request to an address', address, () => ended(http.request({ host: address, port: 8080 }))],
  ['http.request with an agent of its own', host, () => http.get({ host, agent: new http.Agent({ keepAlive: true }) })],
  ['http.request without an agent', host, () => http.get({ host, agent: false })],
  ['https.get', host, () => https.get(`https://${host}/x`)],
  ['https.request', host, () => ended(https.request({ host, method: 'POST', agent: new https.Agent() }))],
  ['fetch', host, () => fetch(`https://${host}/x`, { method: 'POST', body: '{}' })],
  ['fetch to an address', address, () => fetch(`http://${address}/x`)],
  ['undici.request', host, () => undici.request(`https://${host}/x`)],
  ['undici.fetch', host, () => undici.fetch(`http://${host}/x`)],
  [
    'undici.stream with HTTP/2',
    host,
    () => undici.request(`https://${host}/`, { dispatcher: new undici.Agent({ allowH2: true }) }),
  ],
  ['http2 over TLS', host, () => overHttp2(`https://${host}`)],
  ['http2 in the clear', host, () => overHttp2(`http://${host}`)],
  ['net.connect', host, () => net.connect(5432, host)],
  ['net.createConnection', address, () => net.createConnection({ port: 6379, host: address })],
  ['a socket of net', address, () => new net.Socket().connect(25, address)],
  ['tls.connect', host, () => tls.connect({ host, port: 443 })],
  ['tls.connect by port and host', address, () => tls.connect(443, address, {})],
  ['a TLS socket over a socket of net', address, () => tls.connect({ socket: new net.Socket().connect(443, address) })],
  ['dns.lookup', host, () => callback((done) => dns.lookup(host, done))],
  ['dns.lookup by a promise', host, () => promisify(dns.lookup)(host)],
  ['dns.resolve', host, () => callback((done) => dns.resolve(host, done))],
  ['dns.resolve4', host, () => callback((done) => dns.resolve4(host, done))],
  ['dns.resolveTxt', host, () => callback((done) => dns.resolveTxt(host, done))],
  ['dns.reverse', address, () => callback((done) => dns.reverse(address, done))],
  ['dns.promises.lookup', host, () => dns.promises.lookup(host)],
  ['dns.promises.resolve', host, () => dns.promises.resolveMx(host)],
  ['dns.Resolver', host, () => callback((done) => new dns.Resolver().resolve4(host, done))],
  ['dns.promises.Resolver', host, () => new dns.promises.Resolver().resolve4(host)],
  ['a datagram', address, () => callback((done) => dgram.createSocket('udp4').send('x', 53, address, done))],
  [
    'a datagram without a callback',
    address,
    () => {
      const socket = dgram.createSocket('udp4');
      socket.send('x', 53, address);
      return socket;
    },
  ],
  [
    'a datagram socket that connects',
    address,
    () => callback((done) => dgram.createSocket('udp4').connect(53, address, done as () => void)),
  ],
];

describe('what would leave the machine fails', () => {
  test.each(ways)('%s', async (way, where, act) => {
    const error = rootOf(await errorOf(act));

    // Node's own fetch makes another error of one that comes from the globals of a test file.
    if (!way.startsWith('fetch')) expect(error).toMatchObject({ code: 'LeavesMachine', host: expect.any(String) });
    const { message } = error as Error;
    expect(message).toContain('nothing leaves this machine');
    expect(message).toContain(where);
    expect(message).toContain('leaving.test.ts:');
    expect(message).toContain(`--allow-host ${where}`);
    expect(interception.refusals.length).toBeGreaterThan(0);
  });

  const children: readonly [string, () => unknown][] = [
    ['spawn', () => childProcess.spawn('curl', [`https://${host}`])],
    ['exec', () => childProcess.exec(`curl https://${host}`)],
    ['execFile', () => promisify(childProcess.execFile)('curl', [host])],
    ['fork', () => childProcess.fork('child.js')],
    ['spawnSync', () => childProcess.spawnSync('curl', [host])],
    ['execSync', () => childProcess.execSync(`curl ${host}`)],
    ['execFileSync', () => childProcess.execFileSync('curl', [host])],
    ['a worker thread', () => new Worker(`fetch('https://${host}')`, { eval: true })],
  ];

  test.each(children)('%s', async (_way, act) => {
    const error = await errorOf(act);

    expect(error).toMatchObject({ code: 'LeavesMachine' });
    expect((error as Error).message).toContain('leaving.test.ts:');
    expect((error as Error).message).toContain('--allow-processes');
  });

  // Node 20 has no WebSocket of its own.
  const WebSocketOfNode =
    (globalThis as { WebSocket?: new (url: string) => EventTarget }).WebSocket ?? undici.WebSocket;

  test('a web socket', async () => {
    const socket = new WebSocketOfNode(`wss://${host}/`);
    const event = await new Promise<{ type: string }>((resolve) => {
      for (const type of ['open', 'error', 'close']) socket.addEventListener(type, resolve);
    });

    expect(event.type).not.toBe('open');
    expect(interception.refusals.map(({ host }) => host)).toContain(`${host}:443`);
  });
});

describe('what may be reached is reached', () => {
  test('loopback, by every client', async () => {
    const server = http.createServer((request, response) => {
      request.on('data', () => undefined).on('end', () => response.end(`${request.method} ${request.url}`));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as net.AddressInfo;
    const url = `http://127.0.0.1:${port}/x`;
    try {
      const byFetch = await fetch(url, { method: 'PUT', body: 'x' });
      const byUndici = await undici.request(url);
      const byHttp = await new Promise<string>((resolve, reject) => {
        http.get(url, (response) => response.on('data', (chunk: Buffer) => resolve(String(chunk)))).on('error', reject);
      });
      const bySocket = await new Promise<string>((resolve, reject) => {
        const socket = net.connect(port, '127.0.0.1', () => socket.write('GET /raw HTTP/1.0\r\n\r\n'));
        let text = '';
        socket
          .on('data', (chunk) => (text += String(chunk)))
          .on('end', () => resolve(text))
          .on('error', reject);
      });

      expect(await byFetch.text()).toBe('PUT /x');
      expect(await byUndici.body.text()).toBe('GET /x');
      expect(byHttp).toBe('GET /x');
      expect(bySocket).toContain('GET /raw');
      await expect(dns.promises.lookup('localhost')).resolves.toMatchObject({ address: expect.any(String) });
    } finally {
      server.closeAllConnections();
      server.close();
    }
    expect(interception.refusals).toEqual([]);
  });

  test('and nothing is changed any more when it is over', () => {
    const changed = { connect: net.connect, lookup: dns.lookup, spawn: childProcess.spawnSync, Worker };
    interception.restore();

    expect(net.connect).not.toBe(changed.connect);
    expect(dns.lookup).not.toBe(changed.lookup);
    expect(childProcess.spawnSync).not.toBe(changed.spawn);
  });
});
