import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Interception, interceptEffects, isEffectError } from '@millrace/effects';
import childProcess from 'node:child_process';
import cluster from 'node:cluster';
import dns from 'node:dns';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import module from 'node:module';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import * as undici from 'undici';
import { inserted, run, toldOf } from './fixtures.ts';
import { address, callback, closeDatagrams, datagrams, has, host, make, type Way } from './leaving/way.ts';
import { waysByOptions } from './leaving/waysByOptions.ts';
import { waysOfNewerNodes } from './leaving/waysOfNewerNodes.ts';

// Every way that Node has to leave the machine. Those by odd options, and those of newer Nodes, are in tables of their own.

let interception: Interception;
beforeEach(() => {
  interception = interceptEffects();
});
afterEach(() => {
  interception.restore();
  closeDatagrams();
});

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

const overHttp2 = (origin: string): http2.ClientHttp2Stream => {
  const session = http2.connect(origin);
  session.on('error', () => undefined);
  return session.request({ ':path': '/x' });
};
class AgentOfItsOwn extends http.Agent {
  override createConnection(options: net.TcpNetConnectOpts): net.Socket {
    return new net.Socket().connect(options);
  }
}
const ended = (request: http.ClientRequest): http.ClientRequest => request.end();

const overProxy = (url: string): Promise<unknown> => {
  return undici.request(url, { dispatcher: new undici.ProxyAgent('http://127.0.0.1:9') });
};

/** Every question that a resolver, or the system, can be asked: by a callback, and by a promise. */
const questions = [
  ['resolve', host],
  ['resolve4', host],
  ['resolve6', host],
  ['resolveAny', host],
  ['resolveCaa', host],
  ['resolveCname', host],
  ['resolveMx', host],
  ['resolveNaptr', host],
  ['resolveNs', host],
  ['resolvePtr', host],
  ['resolveSoa', host],
  ['resolveSrv', host],
  ['resolveTlsa', host],
  ['resolveTxt', host],
  ['reverse', address],
] as const;
type Ask = (host: string, done?: (error: unknown) => void) => unknown;
const askedOf = (owner: object, name: string): Ask => (Reflect.get(owner, name) as Ask).bind(owner);
const dnsWays = questions
  .filter(([name]) => has(dns, name))
  .flatMap(([name, of]): readonly Way[] => [
    [`dns.${name}`, of, () => callback((done) => askedOf(dns, name)(of, done))],
    [`dns.promises.${name}`, of, () => askedOf(dns.promises, name)(of)],
    [`dns.Resolver.${name}`, of, () => callback((done) => askedOf(new dns.Resolver(), name)(of, done))],
    [`dns.promises.Resolver.${name}`, of, () => askedOf(new dns.promises.Resolver(), name)(of)],
  ]);

const ways: readonly Way[] = [
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
  ['undici.stream', host, () => undici.stream(`https://${host}/x`, { method: 'GET' }, () => process.stdout)],
  ['undici.Client', host, () => new undici.Client(`https://${host}`).request({ path: '/', method: 'GET' })],
  ['undici.Pool', host, () => new undici.Pool(`http://${host}`).request({ path: '/', method: 'GET' })],
  ['undici.connect', host, () => undici.connect(`http://${host}`)],
  [
    'http.request that asks a proxy on this machine for a tunnel',
    host,
    () => ended(http.request({ host: '127.0.0.1', port: 9, method: 'CONNECT', path: `${host}:443` })),
  ],
  ['http.request that asks a proxy on this machine', host, () => http.get({ port: 9, path: `http://${host}/x` })],
  ['an agent of its own class', host, () => http.get({ host, agent: new AgentOfItsOwn() })],
  ['an address of IPv6', '2001:db8::7', () => net.connect(443, '2001:db8::7')],
  ['fetch to an address of IPv6', '[2001:db8::7]', () => fetch('http://[2001:db8::7]/')],
  [
    'an address of IPv4 that is written as one of IPv6',
    '::ffff:203.0.113.7',
    () => net.connect(1, '::ffff:203.0.113.7'),
  ],
  ['a name that only begins like this machine', 'localhost.example.com', () => net.connect(1, 'localhost.example.com')],
  ['net.connect', host, () => net.connect(5432, host)],
  ['net.createConnection', address, () => net.createConnection({ port: 6379, host: address })],
  ['a socket of net', address, () => new net.Socket().connect(25, address)],
  ['tls.connect', host, () => tls.connect({ host, port: 443 })],
  ['tls.connect by port and host', address, () => tls.connect(443, address, {})],
  ['a TLS socket over a socket of net', address, () => tls.connect({ socket: new net.Socket().connect(443, address) })],
  ['dns.lookup', host, () => callback((done) => dns.lookup(host, done))],
  ['dns.lookup by a promise', host, () => promisify(dns.lookup)(host)],
  ['dns.promises.lookup', host, () => dns.promises.lookup(host)],
  ['dns.lookup of all addresses', host, () => callback((done) => dns.lookup(host, { all: true }, done))],
  ['dns.lookupService', address, () => callback((done) => dns.lookupService(address, 443, done))],
  ['dns.promises.lookupService', address, () => dns.promises.lookupService(address, 443)],
  ...dnsWays,
  ['a datagram', address, () => callback((done) => datagrams('udp4').send('x', 53, address, done))],
  [
    'datagrams of several pieces',
    address,
    () => callback((done) => datagrams('udp4').send(['x', 'y'], 53, address, done)),
  ],
  [
    'a datagram to everybody',
    '255.255.255.255',
    () => callback((done) => datagrams('udp4').send('x', 53, '255.255.255.255', done)),
  ],
  ['a datagram of IPv6', '2001:db8::7', () => callback((done) => datagrams('udp6').send('x', 53, '2001:db8::7', done))],
  ['a group of datagrams', '224.0.0.251', () => datagrams('udp4').addMembership('224.0.0.251')],
  [
    'a datagram without a callback',
    address,
    () => {
      const socket = datagrams('udp4');
      socket.send('x', 53, address);
      return socket;
    },
  ],
  [
    'a datagram socket that connects',
    address,
    () => callback((done) => datagrams('udp4').connect(53, address, done as () => void)),
  ],
];

describe('what would leave the machine fails', () => {
  test.each([...ways, ...waysByOptions, ...waysOfNewerNodes])('%s', async (way, where, act) => {
    const error = rootOf(await errorOf(act));

    // Node's own fetch makes another error of one that comes from the globals of a test file.
    if (!way.startsWith('fetch')) expect(error).toMatchObject({ code: 'LeavesMachine', host: expect.any(String) });
    const { message } = error as Error;
    expect(message).toContain('nothing leaves this machine');
    expect(message).toContain(where);
    expect(message).toMatch(/leaving(\.test|[\\/]\w+)\.ts:/);
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
    ['exec by a promise', () => promisify(childProcess.exec)(`curl https://${host}`)],
    ['spawn with a shell', () => childProcess.spawn(`curl https://${host}`, { shell: true })],
    ['cluster.fork', () => cluster.fork()],
    ['a worker thread', () => new Worker(`fetch('https://${host}')`, { eval: true })],
    [
      'hooks for modules, which run in a thread',
      () => module.register(`data:text/javascript,fetch('https://${host}')`),
    ],
    [
      'such hooks, by the module got from the process',
      () => process.getBuiltinModule('node:module').register(`data:text/javascript,fetch('https://${host}')`),
    ],
    ['spawn, got from the process', () => process.getBuiltinModule('node:child_process').spawn('curl', [host])],
  ];

  test.each(children)('%s', async (_way, act) => {
    const error = await errorOf(act);

    expect(error).toMatchObject({ code: 'LeavesMachine' });
    expect((error as Error).message).toContain('leaving.test.ts:');
    expect((error as Error).message).toContain('--allow-processes');
  });

  test.each(['tcp_wrap', 'tls_wrap', 'udp_wrap', 'pipe_wrap', 'cares_wrap', 'process_wrap', 'spawn_sync', 'inspector'])(
    'process.binding of %s',
    (name) => {
      const node = process as unknown as { binding(name: string): unknown };

      expect(() => node.binding(name)).toThrow(`The binding ${name} of Node is refused: nothing leaves this machine`);
    },
  );

  test('process.execve, where Node has it', async () => {
    const execve: unknown = Reflect.get(process, 'execve');
    if (typeof execve !== 'function') return;

    expect(() => execve('/usr/bin/curl', ['curl', host], {}) as unknown).toThrow('--allow-processes');
  });

  test('a proxy on this machine, for requests of undici', async () => {
    const error = rootOf(await errorOf(() => overProxy(`https://${host}/x`)));

    expect((error as Error).message).toContain(`A connection to ${host}:443 is refused: nothing leaves this machine`);
  });

  test('a stream of events', async () => {
    const source = new undici.EventSource(`https://${host}/events`);
    const event = await new Promise<{ type: string }>((resolve) => {
      for (const type of ['open', 'error', 'message']) source.addEventListener(type, resolve);
    });
    source.close();

    expect(event.type).toBe('error');
    expect(interception.refusals.map(({ host }) => host)).toContain(host);
  });

  test('what was taken out of its module before is refused, or answered, all the same', async () => {
    interception.restore();
    const taken = { fetch: globalThis.fetch, get: https.get, connect: net.connect, lookup: dns.lookup };
    interception = interceptEffects({ answers: { [host]: { body: 'answered' } } });

    const fetched = await taken.fetch(`https://${host}/x`);
    const got = await new Promise((resolve, reject) => {
      taken.get(`https://${host}/x`, (response) => resolve(response.resume().statusCode)).on('error', reject);
    });

    expect(await fetched.text()).toBe('answered');
    expect(got).toBe(200);
    expect(rootOf(await errorOf(() => taken.connect(5432, host)))).toMatchObject({ code: 'LeavesMachine' });
  });

  test('a report, which looks up the names of what is connected', () => {
    const header = (): object => Object(process.report?.getReport()).header as object;

    expect(header()).not.toHaveProperty('networkInterfaces');
    interception.restore();
    expect(header()).toHaveProperty('networkInterfaces');
  });

  // Node 20 has no WebSocket of its own.
  const webSockets = [undici, globalThis, http].filter((owner) => has(owner, 'WebSocket'));

  test.each(webSockets)('a web socket', async (owner) => {
    const socket = make(owner, 'WebSocket', `wss://${host}/`) as EventTarget;
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

  test('a socket in the file system, which is told', async () => {
    const path = join(tmpdir(), `millrace-${process.pid}.sock`);
    const server = http.createServer((request, response) => response.end(`by ${request.url}`));
    await new Promise<void>((resolve) => {
      server.listen(path, resolve);
    });
    const heard: string[] = [];

    const trace = await run(
      () =>
        new Promise<void>((resolve, reject) => {
          const asked = http.get({ socketPath: path, path: '/x', agent: false }, (response) => {
            response.on('data', (chunk: Buffer) => heard.push(String(chunk))).on('end', resolve);
          });
          asked.on('error', reject);
        }),
      { records: [inserted(1)] },
    );
    server.close();

    expect(heard).toEqual(['by /x']);
    expect(toldOf(trace)).toEqual([`invocation 0: effect 1 connect ${path} [101]: done`, 'invocation 0: success']);
    expect(interception.refusals).toEqual([]);
  });

  test('a host of this machine leads to no other one by itself', async () => {
    const server = http.createServer((_request, response) => {
      response.writeHead(302, { location: `https://${host}/elsewhere` }).end();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as net.AddressInfo;

    const error = rootOf(await errorOf(() => fetch(`http://127.0.0.1:${port}/here`)));
    server.closeAllConnections();
    server.close();

    expect((error as Error).message).toContain(`A connection to ${host} is refused`);
  });

  test('and nothing is changed any more when it is over', () => {
    const changed = { connect: net.connect, lookup: dns.lookup, spawn: childProcess.spawnSync, Worker };
    interception.restore();

    expect(net.connect).not.toBe(changed.connect);
    expect(dns.lookup).not.toBe(changed.lookup);
    expect(childProcess.spawnSync).not.toBe(changed.spawn);
  });
});
