import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import { PassThrough } from 'node:stream';
import { runInThisContext } from 'node:vm';
import { askedOfProxy } from './askedOfProxy.ts';
import { isLoopback } from './hostRules.ts';
import { MemorySocket } from './memorySocket.ts';
import { isOurs } from './ours.ts';
import type { AnyFunction, Patches } from './patches.ts';
import { refuse } from './refuse.ts';
import type { WebRules } from './webRequest.ts';

/** Where interception let somebody go itself, by name: `203.0.113.7:443`. */
const admitted = new Set<string>();

/** What a socket is connected to by now may be written to. */
export function admit(socket: net.Socket): void {
  socket.once('connect', () => admitted.add(addressOf(socket)));
}

/**
 * Puts connections under the rules that were made before there were any, by clients that keep theirs: clients of HTTP make
 * new ones, and whatever is said on another one is refused.
 */
export function interceptOlderConnections(patches: Patches, rules: WebRules): void {
  admitted.clear();
  patches.replace(http.Agent.prototype, 'addRequest', (original) => {
    return function (this: http.Agent, ...given: readonly unknown[]) {
      if (!isOurs()) dropOlder(this);
      return Reflect.apply(original, this, given);
    };
  });
  patches.replace(net.Socket.prototype, '_writeGeneric', (original) => {
    return function (this: net.Socket, ...given: readonly unknown[]) {
      const where = isOurs() ? undefined : refusedPlace(this, given[1], rules);
      if (where === undefined) return Reflect.apply(original, this, given);
      const callback = given.at(-1);
      const error = refused(where, rules);
      if (typeof callback === 'function') callback(error);
      else this.destroy(error);
      return undefined;
    };
  });
  patches.replace(prototypeOfSessions(), 'request', (original) => {
    return function (this: http2.ClientHttp2Session, ...given: readonly unknown[]) {
      const { socket } = this;
      if (isOurs() || socket instanceof MemorySocket || mayBeWrittenTo(socket, rules)) {
        return Reflect.apply(original, this, given);
      }
      const stream = Reflect.apply(original, this, given) as http2.ClientHttp2Stream;
      stream.destroy(refused(addressOf(socket), rules));
      return stream;
    };
  });
  replaceDispatcher(patches);
}

/** Where `fetch` keeps its connections: a new one has none. One that a user has made is left, and its connections refused. */
function replaceDispatcher(patches: Patches): void {
  const place = Symbol.for('undici.globalDispatcher.1');
  // A file of tests of Jest has globals of its own, and Node's fetch those of Node.
  for (const realm of new Set([globalThis, runInThisContext('globalThis') as object])) {
    const dispatcher: unknown = Reflect.get(realm, place);
    const { constructor } = Object(dispatcher) as { readonly constructor?: new () => unknown };
    if (constructor?.name === 'Agent') patches.assign(realm, place, new constructor());
  }
}

/** What is asked for over a real connection would not be told, wherever it leads. */
function dropOlder({ freeSockets }: http.Agent): void {
  for (const sockets of Object.values(freeSockets)) {
    for (const socket of sockets ?? []) if (!(socket instanceof MemorySocket)) socket.destroy();
  }
}

/** A server answers whoever asked it, and a socket in the file system has no address. */
function mayBeWrittenTo(socket: net.Socket, rules: WebRules): boolean {
  const { remoteAddress, remotePort } = socket;
  if (remoteAddress === undefined || isLoopback(remoteAddress) || ('server' in socket && socket.server)) return true;
  return rules.passes(remoteAddress, remotePort) || admitted.has(addressOf(socket));
}

/** Where something would get that is written, if that may not be reached: whom a socket is connected to, or whom a proxy is asked for. */
function refusedPlace(socket: net.Socket, written: unknown, rules: WebRules): string | undefined {
  if (!mayBeWrittenTo(socket, rules)) return addressOf(socket);
  const asked = 'server' in socket && socket.server ? undefined : askedOfProxy(written);
  return asked === undefined || rules.passes(asked.host, asked.port) ? undefined : `${asked.host}:${asked.port}`;
}

function refused(where: string, rules: WebRules): Error {
  return refuse('connection', where, rules, { name: `connect ${where}`, kind: 'write', call: { address: where } });
}

function addressOf({ remoteAddress, remotePort }: net.Socket): string {
  return `${remoteAddress}:${remotePort}`;
}

let sessions: object | undefined;

/** The methods of sessions of HTTP/2, whose class Node does not export. */
function prototypeOfSessions(): Readonly<Record<'request', AnyFunction>> & object {
  if (sessions === undefined) {
    const session = http2.connect('http://127.0.0.1', { createConnection: () => new PassThrough() });
    session.on('error', () => undefined);
    sessions = Object.getPrototypeOf(session) as object;
    session.destroy();
  }
  return sessions as Readonly<Record<'request', AnyFunction>>;
}
