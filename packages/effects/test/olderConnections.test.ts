import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Interception, type InterceptOptions, interceptEffects, withoutInterception } from '@millrace/effects';
import dgram from 'node:dgram';
import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';
import { inserted, run, toldOf } from './fixtures.ts';
import { otherAddress } from './otherAddress.ts';

// Clients keep connections. Those that were made before there were any rules are under the rules all the same.

const address = otherAddress();
if (address === undefined) process.stdout.write('Skipped: this machine has no address but loopback.\n');

interface Served {
  readonly port: number;
  readonly heard: string[];
  close(): void;
}

/** A server of HTTP at the address, which keeps what it is asked. */
async function served(host: string): Promise<Served> {
  const heard: string[] = [];
  const server = http.createServer((request, response) => {
    heard.push(request.url ?? '');
    response.end('real');
  });
  server.listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    heard,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('requests to this machine are told, though their client has a connection from before', async () => {
  const server = await served('127.0.0.1');
  const url = `http://127.0.0.1:${server.port}`;
  const agent = new http.Agent({ keepAlive: true });
  const ask = async (): Promise<void> => {
    await (await fetch(`${url}/fetched`, { method: 'POST' })).text();
    await new Promise((resolve, reject) => {
      http.get(`${url}/got`, { agent }, (response) => response.resume().on('end', resolve)).on('error', reject);
    });
  };
  await ask();

  const interception = interceptEffects();
  const trace = await run(ask, { records: [inserted(1)] });
  interception.restore();
  agent.destroy();
  server.close();

  expect(toldOf(trace)).toEqual([
    `invocation 0: effect 1 POST 127.0.0.1:${server.port}/fetched [101]: done`,
    `invocation 0: effect 2 GET 127.0.0.1:${server.port}/got [101]: done`,
    'invocation 0: success',
  ]);
  expect(server.heard).toEqual(['/fetched', '/got', '/fetched', '/got']);
});

describe('TLS at this machine', () => {
  const keys = { ciphers: 'PSK', maxVersion: 'TLSv1.2', checkServerIdentity: () => undefined } as const;
  const psk = Buffer.alloc(16, 1);
  let server: tls.Server;
  let heard: string;
  beforeEach(async () => {
    heard = '';
    server = tls.createServer({ ...keys, pskCallback: () => psk }, (socket) => {
      socket.on('data', (chunk) => (heard += String(chunk))).on('error', () => undefined);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    server.close();
  });
  const connected = async (servername: string): Promise<tls.TLSSocket> => {
    const { port } = server.address() as net.AddressInfo;
    const pskCallback = () => ({ psk, identity: 'x' });
    const socket = tls.connect({ ...keys, pskCallback, host: '127.0.0.1', port, servername });
    await once(socket, 'secureConnect');
    return socket;
  };
  const written = (socket: tls.TLSSocket): Promise<unknown> =>
    new Promise((resolve) => {
      socket.on('error', resolve).write('said', (error) => (error ? undefined : socket.end(() => resolve('done'))));
    });

  test.each([
    ['from before with another host, to which a proxy here led, takes nothing', 'api.example.com', true],
    ['from before with this machine is used', 'localhost', true],
    ['that is made with another host under the rules is used', 'api.example.com', false],
  ])('%s', async (_claim, servername, isOlder) => {
    const older = isOlder ? await connected(servername) : undefined;
    const interception = interceptEffects();
    const result = await written(older ?? (await connected(servername)));
    interception.restore();

    if (isOlder && servername !== 'localhost') {
      expect(result).toMatchObject({ code: 'LeavesMachine', host: servername });
      expect(heard).toBe('');
    } else {
      expect(result).toBe('done');
    }
  });
});

(address === undefined ? describe.skip : describe)('a connection from before', () => {
  const host = address ?? '';
  let server: Served;
  let interception: Interception | undefined;
  beforeEach(async () => {
    server = await served(host);
  });
  afterEach(() => {
    interception?.restore();
    server.close();
  });
  const intercept = (options: InterceptOptions = {}): void => {
    interception = interceptEffects(options);
  };
  const url = (path: string): string => `http://${host}:${server.port}${path}`;
  const got = (path: string, agent: http.Agent): Promise<string> =>
    new Promise((resolve, reject) => {
      http
        .get(url(path), { agent }, (response) => {
          let text = '';
          response.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(text));
        })
        .on('error', reject);
    });

  test('of an agent of http is not used: what would be asked there is answered, or refused', async () => {
    const agent = new http.Agent({ keepAlive: true });
    await got('/before', agent);

    intercept({ answers: { [`${host}:${server.port}/answered`]: { body: 'stand-in' } } });

    expect(await got('/answered', agent)).toBe('stand-in');
    await expect(got('/refused', agent)).rejects.toMatchObject({ code: 'LeavesMachine' });
    expect(server.heard).toEqual(['/before']);
    agent.destroy();
  });

  test('of fetch is not used either, and is there again when it is over', async () => {
    await (await fetch(url('/before'))).text();

    intercept({ answers: { [`${host}:${server.port}/answered`]: { body: 'stand-in' } } });
    expect(await (await fetch(url('/answered'))).text()).toBe('stand-in');
    await expect(fetch(url('/refused'))).rejects.toThrow();
    interception?.restore();
    await (await fetch(url('/after'))).text();

    expect(server.heard).toEqual(['/before', '/after']);
  });

  test('of a socket is not written to', async () => {
    const socket = net.connect(server.port, host);
    await once(socket, 'connect');

    intercept();
    const failed = once(socket, 'error');
    socket.write('GET /raw HTTP/1.0\r\n\r\n');

    expect(await failed).toMatchObject([{ code: 'LeavesMachine', host: `${host}:${server.port}` }]);
    expect(server.heard).toEqual([]);
  });

  test('of HTTP/2 takes no request', async () => {
    const heard: unknown[] = [];
    const over2 = http2.createServer((request, response) => {
      heard.push(request.url);
      response.end();
    });
    over2.listen(0, host);
    await once(over2, 'listening');
    const session = http2.connect(`http://${host}:${(over2.address() as net.AddressInfo).port}`);
    session.on('error', () => undefined);
    await once(session, 'connect');

    intercept();
    const stream = session.request({ ':path': '/x' });

    await expect(once(stream, 'response')).rejects.toMatchObject({ code: 'LeavesMachine' });
    expect(heard).toEqual([]);
    session.destroy();
    over2.close();
  });

  test('of datagrams sends none', async () => {
    const far = dgram.createSocket('udp4');
    far.bind(0, host);
    await once(far, 'listening');
    const near = dgram.createSocket('udp4');
    near.connect(far.address().port, host);
    await once(near, 'connect');

    intercept();
    const error = await new Promise((resolve) => {
      near.send('x', resolve);
    });

    expect(error).toMatchObject({ code: 'LeavesMachine', host });
    near.close();
    far.close();
  });

  test('is used where its host is allowed, or where somebody says that it is his own', async () => {
    const socket = net.connect(server.port, host);
    await once(socket, 'connect');

    intercept({ allowHosts: [host] });
    const agent = new http.Agent({ keepAlive: true });
    socket.write('GET /allowed HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(socket, 'data');
    await got('/also', agent);
    interception?.restore();
    intercept();
    withoutInterception(() => socket.write('GET /own HTTP/1.1\r\nhost: x\r\n\r\n'));
    await once(socket, 'data');

    expect(server.heard).toEqual(['/allowed', '/also', '/own']);
    socket.destroy();
    agent.destroy();
  });

  test('a server at that address answers whoever asks it', async () => {
    intercept({ allowHosts: [host] });
    const agent = new http.Agent();

    expect(await got('/x', agent)).toBe('real');
  });
});
