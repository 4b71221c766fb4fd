import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import { PassThrough } from 'node:stream';
import { askedOfProxy } from './askedOfProxy.ts';
import { isLoopback } from './hostRules.ts';
import { MemorySocket } from './memorySocket.ts';
import { isOurs } from './ours.ts';
import type { AnyFunction, Patches } from './patches.ts';
import { refuse } from './refuse.ts';
import { replaceDispatchers } from './replaceDispatchers.ts';
import type { WebRules } from './webRequest.ts';

/** Where interception let somebody go itself, by name: `203.0.113.7:443`. */
const admitted = new Set<string>();

/** The sockets that were asked for since there are rules, and not refused. */
let begun = new WeakSet<object>();

/** A connection that is made under the rules: it is not one from before. */
export function begins<Connection extends object>(connection: Connection): Connection {
  begun.add(connection);
  return connection;
}

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
  begun = new WeakSet();
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
      stream.destroy(refused(placeOf(socket), rules));
      return stream;
    };
  });
  replaceDispatchers(patches);
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
  if (remoteAddress === undefined || ('server' in socket && socket.server)) return true;
  if (isLoopback(remoteAddress)) return begun.has(socket) || servedBy(socket).every((host) => rules.passes(host));
  return rules.passes(remoteAddress, remotePort) || admitted.has(addressOf(socket));
}

/** Whom TLS was made with: where that is not the host of the address, a proxy of this machine led there. */
function servedBy(socket: net.Socket): readonly string[] {
  const name: unknown = 'servername' in socket ? socket.servername : undefined;
  return typeof name === 'string' && name !== '' ? [name] : [];
}

/** Where something would get that is written, if that may not be reached: whom a socket is connected to, or whom a proxy is asked for. */
function refusedPlace(socket: net.Socket, written: unknown, rules: WebRules): string | undefined {
  if (!mayBeWrittenTo(socket, rules)) return placeOf(socket);
  const asked = 'server' in socket && socket.server ? undefined : askedOfProxy(written);
  return asked === undefined || rules.passes(asked.host, asked.port) ? undefined : `${asked.host}:${asked.port}`;
}

function refused(where: string, rules: WebRules): Error {
  return refuse('connection', where, rules, { name: `connect ${where}`, kind: 'write', call: { address: where } });
}

/** Where it leads, by its name if a proxy of this machine leads there. */
function placeOf(socket: net.Socket): string {
  const [name = ''] = servedBy(socket);
  return name !== '' && isLoopback(socket.remoteAddress ?? '') ? name : addressOf(socket);
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
