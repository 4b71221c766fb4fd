import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { EffectRequest } from '../observer/effect.ts';
import { theObserver } from '../observer/theObserver.ts';
import type { AskedHost } from './askedOfProxy.ts';
import { stackHere, withCaller } from './caller.ts';
import { isLoopback } from './hostRules.ts';
import { admit, begins } from './olderConnections.ts';
import { isOurs } from './ours.ts';
import type { AnyFunction, Patches } from './patches.ts';
import { refusal } from './refusal.ts';
import { refuse } from './refuse.ts';
import { withSafeLookup } from './safeLookup.ts';
import { sdkRequest } from './sdkRequest.ts';
import { type WantedConnection, wantedConnection } from './wantedConnection.ts';
import { MemorySocket } from './memorySocket.ts';
import { webConnection } from './webConnection.ts';
import type { WebRules } from './webRequest.ts';

/**
 * Puts every connection under the rules: clients of HTTP get one to a server in this process, which answers by the rules;
 * others reach a host that may be reached, or are refused before they are made.
 */
export function interceptConnections(patches: Patches, rules: WebRules): void {
  const connectPlain = net.connect;
  const connectSecurely = tls.connect;
  const plain = (...given: readonly unknown[]): Duplex => {
    const safe = withSafeLookups(given, rules);
    const open = (): net.Socket => Reflect.apply(connectPlain, net, safe) as net.Socket;
    return connection(given, open, false, rules);
  };
  const secure = (...given: readonly unknown[]): Duplex => {
    const safe = withSafeLookups(given, rules);
    const open = (): tls.TLSSocket => Reflect.apply(connectSecurely, tls, safe) as tls.TLSSocket;
    return connection(given, open, true, rules);
  };
  patches.replace(net, 'connect', () => plain);
  patches.replace(net, 'createConnection', () => plain);
  patches.replace(tls, 'connect', () => secure);
  // The agent of http keeps the function that net had when it was loaded.
  patches.replace(http.Agent.prototype, 'createConnection', (original) => {
    return function (this: http.Agent, ...given: readonly unknown[]) {
      return hasProxy(this) ? Reflect.apply(original, this, given) : plain(...given);
    };
  });
  // Whoever kept one of those functions, or makes a socket first, comes by here.
  patches.replace(net.Socket.prototype, 'connect', (original) => lastGate(original, rules));
  interceptRequests(patches, rules);
}

/** An agent that asks the proxies of an environment connects to those itself, with functions that are replaced here. */
function hasProxy(agent: http.Agent): boolean {
  return typeof Object(Reflect.get(agent, 'options')).proxyEnv === 'object';
}

function connection(given: readonly unknown[], open: () => net.Socket, isSecure: boolean, rules: WebRules): Duplex {
  const wanted = wantedConnection(given, isSecure);
  if (isOurs()) return open();
  const tunnel = wanted.over instanceof MemorySocket ? wanted.over : undefined;
  if (tunnel?.leadsTo !== undefined) return throughTunnel(wanted, tunnel, tunnel.leadsTo, rules);
  if (wanted.over !== undefined) return begins(open());
  if (wanted.path !== undefined) return rawConnection(wanted, open);
  const stack = stackHere();
  const version = versionOf(wanted, stack);
  const passes = rules.passes(wanted.host, wanted.port);
  if (version === undefined) return passes ? rawConnection(wanted, open) : refusedConnection(wanted, stack, rules);
  if (version === 'http2' && passes) return rawConnection(wanted, open);
  const near = webConnection({ ...wanted, isSecure, version, open, stack }, rules);
  if (wanted.onConnect !== undefined) near.once(isSecure ? 'secureConnect' : 'connect', wanted.onConnect);
  return near;
}

/** TLS on a tunnel of a proxy that is answered here: nothing is encrypted, and the host at its end is answered for like every other. */
function throughTunnel(
  wanted: WantedConnection,
  tunnel: MemorySocket,
  leadsTo: AskedHost,
  rules: WebRules,
): MemorySocket {
  const stack = stackHere();
  const version = versionOf(wanted, stack) ?? 'http1';
  const open = (): never => {
    throw new Error(`${leadsTo.host} is not to be reached.`);
  };
  const near = webConnection({ ...leadsTo, isSecure: true, version, open, stack }, rules);
  near.once('close', () => tunnel.destroy());
  tunnel.once('close', () => near.destroy());
  if (wanted.onConnect !== undefined) near.once('secureConnect', wanted.onConnect);
  return near;
}

/** The version of HTTP that a client will speak, when it is a client of HTTP. */
function versionOf({ protocols }: WantedConnection, stack: string): 'http1' | 'http2' | undefined {
  if (/node:internal\/http2/.test(stack) || (protocols.includes('h2') && !protocols.includes('http/1.1')))
    return 'http2';
  if (protocols.includes('http/1.1')) return 'http1';
  return webClients.test(stack) ? 'http1' : undefined;
}

const webClients = /node:_http_(client|agent)|node:https|node:internal\/deps\/undici|[\\/]undici[\\/]lib[\\/]/;

function rawConnection(wanted: WantedConnection, open: () => net.Socket): net.Socket {
  const effect = rawEffect(wanted);
  isTold = true;
  let socket: net.Socket;
  try {
    socket = open();
  } finally {
    isTold = false;
  }
  follow(socket, effect);
  return socket;
}

/** Whether who opens a socket right now has told of it. */
let isTold = false;

function follow(socket: net.Socket, effect: ReturnType<typeof rawEffect>): void {
  if (effect === undefined || effect === 'gone') return;
  socket.once('connect', () => effect.end('done'));
  socket.once('error', (error) => effect.end('failed', error));
}

function refusedConnection(wanted: WantedConnection, stack: string, rules: WebRules): net.Socket {
  const error = refuse('connection', `${wanted.host}:${wanted.port}`, rules, connect(wanted), stack);
  const socket = new net.Socket();
  process.nextTick(() => socket.destroy(error));
  return socket;
}

function rawEffect(wanted: WantedConnection): ReturnType<ReturnType<typeof theObserver>['begin']> {
  return theObserver().begin(() => connect(wanted));
}

function connect({ host, port, path }: WantedConnection): EffectRequest {
  const call = path === undefined ? { host, port } : { path };
  return { name: `connect ${path ?? `${host}:${port}`}`, kind: 'write', call };
}

function lastGate(original: AnyFunction, rules: WebRules): unknown {
  return function (this: net.Socket, ...given: readonly unknown[]): unknown {
    const asked = wantedConnection(given, false);
    const wanted = isBoundToPort(this) ? { ...asked, path: undefined } : asked;
    const isLocal = wanted.path !== undefined;
    if (isOurs() || isLocal || rules.passes(wanted.host, wanted.port)) {
      if (!isLocal && !isLoopback(wanted.host)) admit(this);
      begins(this);
      if (!isOurs() && !isTold) follow(this, rawEffect(wanted));
      return Reflect.apply(original, this, withSafeLookups(given, rules));
    }
    const error = refuse('connection', `${wanted.host}:${wanted.port}`, rules, connect(wanted));
    process.nextTick(() => this.destroy(error));
    return this;
  };
}

/** A socket that was bound to a port before it connects, which Node has since 24.21, takes no notice of a path. */
function isBoundToPort(socket: net.Socket): boolean {
  const handle: unknown = Reflect.get(socket, '_handle');
  return handle !== null && Object(handle).constructor.name === 'TCP';
}

/** What a `connect` is given, and no way out by a `lookup` of its own. */
function withSafeLookups(given: readonly unknown[], rules: WebRules): readonly unknown[] {
  const [first] = given;
  if (Array.isArray(first)) return [Object.assign(first, withSafeLookups(first, rules))];
  if (typeof first !== 'object' || first === null) return given;
  const refused = (address: string, stack: string): Error => {
    const error = refusal('connection', address, stack);
    rules.onRefused(error);
    return error;
  };
  return [withSafeLookup(first, refused), ...given.slice(1)];
}

/**
 * Remembers who asked for a request: the connection for it is often made when nobody is on the stack any more. Those of the
 * SDK need none.
 */
function interceptRequests(patches: Patches, rules: WebRules): void {
  for (const module of [http, https]) {
    const isSecure = module === https;
    patches.replace(module, 'request', (original) =>
      remembering(original, (given) => sdkRequest(given, isSecure, rules)),
    );
    patches.replace(module, 'get', (original) => remembering(original));
  }
  if (typeof globalThis.fetch === 'function') patches.replace(globalThis, 'fetch', (original) => remembering(original));
}

function remembering(
  original: AnyFunction,
  shortcut: (given: readonly unknown[]) => unknown = () => undefined,
): AnyFunction {
  return function (this: unknown, ...given: readonly unknown[]) {
    if (isOurs()) return Reflect.apply(original, this, given);
    return shortcut(given) ?? withCaller(() => Reflect.apply(original, this, given));
  };
}
