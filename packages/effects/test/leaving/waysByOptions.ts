import dgram from 'node:dgram';
import dns from 'node:dns';
import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import inspector from 'node:inspector';
import { createRequire } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';
import * as undici from 'undici';
import { address, call, callback, closedLater, datagrams, host, make, type Way } from './way.ts';

/** Finds every name at an address elsewhere; what a socket is bound to is no name. */
const elsewhere = (
  name: string,
  options: unknown,
  found: (error: null, ...given: readonly unknown[]) => void,
): void => {
  const address = name === '0.0.0.0' ? name : there.host;
  if (Object(options).all === true) setImmediate(found, null, [{ address, family: 4 }]);
  else setImmediate(found, null, address, 4);
};
const lookup = elsewhere as net.LookupFunction;
const here = { host: 'localhost', port: 80, lookup };
const there = { host: address, port: 80 };
const nodeRequire = createRequire(import.meta.url);
const upgrade = { connection: 'upgrade', upgrade: 'websocket' };
const overHttp2 = (origin: string, authority: string): http2.ClientHttp2Stream => {
  const session = http2.connect(origin);
  session.on('error', () => undefined);
  return session.request({ ':path': '/x', ':authority': authority });
};
const bySocks = Uint8Array.of(5, 1, 0, 1, 203, 0, 113, 7, 1, 187);
/** Writes to a socket of this machine that is none of HTTP for all that is known. */
const written = async (piece: string | Uint8Array): Promise<unknown> => {
  const server = net.createServer((socket) => socket.on('data', () => socket.destroy()));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
  socket.once('close', () => server.close()).write(piece);
  await once(socket, 'end');
  return 'read';
};
const constructed = (): dgram.Socket => closedLater(make(dgram, 'Socket', { type: 'udp4', lookup }) as dgram.Socket);
const lookingUp = (): dgram.Socket => datagrams('udp4', { lookup });
const connecting = (socket: dgram.Socket): dgram.Socket => {
  socket.connect(53);
  return socket;
};
const resolverHere = (): dns.Resolver => {
  const resolver = new dns.Resolver();
  resolver.setServers(['127.0.0.1:9']);
  return resolver;
};

/** The forms and options of Node's functions by which one may get elsewhere than their first argument says. */
export const waysByOptions: readonly Way[] = [
  ['a name of this machine that is looked up elsewhere', address, () => net.connect(here)],
  ['such a name, by one family after the other', address, () => net.connect({ ...here, autoSelectFamily: true })],
  ['such a name, by IPv4 alone', address, () => net.connect({ ...here, family: 4 })],
  ['such a name, for http', address, () => http.get(here)],
  ['such a name, for https', address, () => https.get(here)],
  ['such a name, for TLS', address, () => tls.connect(here)],
  ['such a name, for TLS by port and host', address, () => tls.connect(443, 'localhost', { lookup } as never)],
  ['such a name, in options that are inherited', address, () => net.connect(Object.create(here) as typeof here)],
  ['no name, looked up elsewhere', address, () => net.connect({ port: 80, lookup })],
  ['no name at all, looked up elsewhere', address, () => net.connect({ ...here, host: null } as never)],
  ['such a name, for a datagram', address, () => callback((done) => lookingUp().send('x', 53, 'localhost', done))],
  ['no name, for a datagram', address, () => callback((done) => lookingUp().send('x', 53, done))],
  ['such a name, for a datagram socket that connects', address, () => connecting(lookingUp())],
  ['such a name, for a datagram socket that is constructed', address, () => connecting(constructed())],
  ['options that are inherited', address, () => net.connect(Object.create(there) as typeof there)],
  ['an empty path beside the address', address, () => net.connect({ ...there, path: '' } as never)],
  ['a socket that is not for net', address, () => net.connect({ ...there, socket: {} } as never)],
  ['a socket that is not for http', address, () => http.get({ ...there, socket: {} } as never)],
  ['a socket for TLS that is none', address, () => tls.connect({ ...there, socket: null } as never)],
  ['a host that is no text', address, () => net.connect({ ...there, host: [address] } as never)],
  ['a port that is a text', address, () => net.connect('80' as never, address)],
  [
    'a list of what is not to be reached',
    address,
    () => net.connect({ ...there, blockList: new net.BlockList() } as never),
  ],
  ['tls.connect by port and options', address, () => tls.connect(443, { host: address })],
  ['a TLS socket that connects itself', address, () => new tls.TLSSocket(undefined as never).connect(443, address)],
  ['the module below tls', address, () => call(nodeRequire('_tls_wrap') as object, 'connect', there)],
  ['a socket of net that is called, not made', address, () => (call(net, 'Socket') as net.Socket).connect(there)],
  ['a header that names this machine', address, () => http.get({ host: address, headers: { host: 'localhost' } })],
  [
    'such a header, for undici',
    address,
    () => undici.request(`http://${address}/`, { headers: { host: 'localhost' } }),
  ],
  [
    'such a header, for a web socket',
    address,
    () => http.get({ host: address, headers: { host: 'localhost', ...upgrade } }),
  ],
  ['such an authority, for HTTP/2', address, () => overHttp2(`http://${address}`, 'localhost')],
  [
    'a proxy elsewhere that is asked for this machine',
    address,
    () => http.get({ host: address, path: 'http://localhost/x' }),
  ],
  [
    'a proxy of this machine that is asked for a web socket',
    host,
    () => http.get({ port: 9, path: `http://${host}/x`, headers: upgrade }),
  ],
  [
    'a tunnel that a socket asks a proxy of this machine for',
    host,
    () => written(`CONNECT ${host}:443 HTTP/1.1\r\n\r\n`),
  ],
  [
    'a page that a socket asks a proxy of this machine for',
    host,
    () => written(`GET http://${host}/ HTTP/1.1\r\n\r\n`),
  ],
  ['a connection that a proxy of this machine is asked for by SOCKS', address, () => written(bySocks)],
  ['http.ClientRequest', address, () => new http.ClientRequest(`http://${address}/x`).end()],
  [
    'a datagram to a port that is a text',
    address,
    () => callback((done) => datagrams('udp4').send('x', '53' as never, address, done)),
  ],
  ['a datagram of a piece', address, () => callback((done) => datagrams('udp4').send('xyz', 1, 1, 53, address, done))],
  [
    'dgram.sendto',
    address,
    () => callback((done) => call(datagrams('udp4'), 'sendto', 'xyz', 1, 1, 53, address, done)),
  ],
  [
    'a resolver that asks a server on this machine',
    host,
    () => callback((done) => resolverHere().resolve4(host, done)),
  ],
  ['a name that the inspector is to listen at', host, () => inspector.open(0, host)],
  [
    'fetch with a dispatcher of undici',
    host,
    () => fetch(`https://${host}/`, { dispatcher: new undici.Agent() } as never),
  ],
  [
    'fetch with a pool of undici',
    host,
    () => fetch(`https://${host}/`, { dispatcher: new undici.Pool(`https://${host}`) } as never),
  ],
];
