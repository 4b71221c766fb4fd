import dgram from 'node:dgram';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { address, call, datagrams, has, host, make, type Way } from './way.ts';

/** A way out by something of Node, if this one has it. */
type NewerWay = readonly [owner: object, name: string, ...Way];

const proxyOf = (url: string) => ({ proxyEnv: { HTTP_PROXY: url, HTTPS_PROXY: url } }) as http.AgentOptions;
const bound = (): net.Socket => new net.Socket({ handle: make(net, 'BoundSocket') } as never);
const there = { host: address, port: 80 };
const modules = (name: string): object => call(process, 'getBuiltinModule', name) as object;

const all: readonly NewerWay[] = [
  [process, 'getBuiltinModule', 'net, got from the process', address, () => call(modules('net'), 'connect', there)],
  [
    process,
    'getBuiltinModule',
    'dns, got from the process',
    host,
    () => call(modules('node:dns/promises'), 'lookup', host),
  ],
  [
    http,
    'setGlobalProxyFromEnv',
    'http by a proxy',
    host,
    () => http.get({ host, agent: new http.Agent(proxyOf('http://127.0.0.1:9')) }),
  ],
  [
    http,
    'setGlobalProxyFromEnv',
    'http by a proxy elsewhere',
    host,
    () => http.get({ host, agent: new http.Agent(proxyOf(`http://${address}:9`)) }),
  ],
  [
    http,
    'setGlobalProxyFromEnv',
    'http by a proxy of TLS',
    host,
    () => http.get({ host, agent: new http.Agent(proxyOf('https://127.0.0.1:9')) }),
  ],
  [
    http,
    'setGlobalProxyFromEnv',
    'https by a proxy',
    host,
    () => https.get({ host, agent: new https.Agent(proxyOf('http://127.0.0.1:9')) }),
  ],
  [
    http,
    'setGlobalProxyFromEnv',
    'https by a proxy elsewhere',
    host,
    () => https.get({ host, agent: new https.Agent(proxyOf(`http://${address}:9`)) }),
  ],
  [
    http,
    'setGlobalProxyFromEnv',
    'https by a proxy of TLS',
    host,
    () => https.get({ host, agent: new https.Agent(proxyOf('https://127.0.0.1:9')) }),
  ],
  [net, 'BoundSocket', 'a socket that is bound before', address, () => bound().connect(there)],
  [
    net,
    'BoundSocket',
    'a socket that is bound before, and a path',
    address,
    () => bound().connect({ ...there, path: '/x' } as never),
  ],
  [
    dgram.Socket.prototype,
    'connectSync',
    'a datagram socket that connects at once',
    address,
    () => call(datagrams('udp4'), 'connectSync', 53, address),
  ],
];

/** What Nodes after 20 have, each where this Node has it. */
export const waysOfNewerNodes: readonly Way[] = all.flatMap(([owner, name, ...way]) => (has(owner, name) ? [way] : []));
