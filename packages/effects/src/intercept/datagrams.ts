import dgram from 'node:dgram';
import { isOurs } from './ours.ts';
import type { AnyFunction, Patches } from './patches.ts';
import { refuse } from './refuse.ts';
import { withSafeLookup } from './safeLookup.ts';
import type { WebRules } from './webRequest.ts';

/** Puts every datagram under the rules, and every connection that one may be sent on. */
export function interceptDatagrams(patches: Patches, rules: WebRules): void {
  const sockets = dgram.Socket.prototype;
  const gate = (name: string, hostIn: HostIn, fail: Fail): void => {
    // Not every Node has all of them.
    if (typeof Reflect.get(sockets, name) !== 'function') return;
    patches.replace(sockets, name, (original) => {
      return function (this: dgram.Socket, ...given: readonly unknown[]) {
        const host = hostIn(given, this);
        if (typeof host !== 'string' || isOurs() || rules.passes(host)) return Reflect.apply(original, this, given);
        return fail(refused(host, rules), given.at(-1), this);
      };
    });
  };
  gate('send', (given, socket) => receiverOf(given) ?? connectedTo(socket), later);
  gate('connect', ([, host]) => host, later);
  gate('connectSync', ([, host]) => host, atOnce);
  // A group that is joined is told of it by a datagram, of the system's own making.
  gate('addMembership', ([group]) => group, atOnce);
  gate('addSourceSpecificMembership', ([, group]) => group, atOnce);
  for (const name of ['createSocket', 'Socket']) {
    patches.replace(dgram, name, (original) => withSafeSockets(original, rules));
  }
}

type HostIn = (given: readonly unknown[], socket: dgram.Socket) => unknown;
type Fail = (error: Error, callback: unknown, socket: dgram.Socket) => void;

const later: Fail = (error, callback, socket) => {
  if (typeof callback === 'function') process.nextTick(callback, error);
  else process.nextTick(() => socket.emit('error', error));
};

const atOnce: Fail = (error) => {
  throw error;
};

/** What makes sockets, which look names up as their options say it. */
function withSafeSockets(original: AnyFunction, rules: WebRules): unknown {
  const safe = ([type, ...others]: readonly unknown[]): readonly unknown[] => {
    if (typeof type !== 'object' || type === null || isOurs()) return [type, ...others];
    return [withSafeLookup(type, (address, stack) => refused(address, rules, stack)), ...others];
  };
  return new Proxy(original, {
    apply: (target, owner, given: readonly unknown[]) => Reflect.apply(target, owner, safe(given)),
    construct: (target, given: readonly unknown[], newTarget) => {
      return Reflect.construct(target, safe(given), newTarget) as object;
    },
  });
}

function refused(host: string, rules: WebRules, stack?: string): Error {
  return refuse('datagram', host, rules, { name: `datagram ${host}`, kind: 'write', call: { host } }, stack);
}

/** What it was connected to, maybe before there were any rules. */
function connectedTo(socket: dgram.Socket): string | undefined {
  try {
    return socket.remoteAddress().address;
  } catch {
    return undefined;
  }
}

/** Whom `send` is told to send to, as Node reads it: behind the port, which is the second value, or behind a piece's place and length. */
function receiverOf(given: readonly unknown[]): unknown {
  const [, , second, third, fourth] = given;
  const isPiece = Boolean(fourth) || (Boolean(third) && typeof third !== 'function');
  const host = isPiece ? fourth : second;
  return typeof host === 'string' && host !== '' ? host : undefined;
}
