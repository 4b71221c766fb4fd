import dgram from 'node:dgram';
import { isOurs } from './ours.ts';
import type { Patches } from './patches.ts';
import { refuse } from './refuse.ts';
import type { WebRules } from './webRequest.ts';

/** Puts every datagram under the rules, and every connection that one may be sent on. */
export function interceptDatagrams(patches: Patches, rules: WebRules): void {
  for (const name of ['send', 'connect'] as const) {
    patches.replace(dgram.Socket.prototype, name, (original) => {
      return function (this: dgram.Socket, ...given: readonly unknown[]) {
        const host = hostIn(name, given) ?? (name === 'send' ? connectedTo(this) : undefined);
        if (host === undefined || isOurs() || rules.passes(host)) return Reflect.apply(original, this, given);
        const error = refused(host, rules);
        const callback = given.at(-1);
        if (typeof callback === 'function') process.nextTick(callback, error);
        else process.nextTick(() => this.emit('error', error));
        return undefined;
      };
    });
  }
  for (const name of memberships) {
    patches.replace(dgram.Socket.prototype, name, (original) => {
      return function (this: dgram.Socket, ...given: readonly unknown[]) {
        const group = String(given[name === 'addMembership' ? 0 : 1]);
        if (isOurs() || rules.passes(group)) return Reflect.apply(original, this, given);
        throw refused(group, rules);
      };
    });
  }
}

function refused(host: string, rules: WebRules): Error {
  return refuse('datagram', host, rules, { name: `datagram ${host}`, kind: 'write', call: { host } });
}

/** A group that is joined is told of it by a datagram, of the system's own making. */
const memberships = ['addMembership', 'addSourceSpecificMembership'] as const;

/** What it was connected to, maybe before there were any rules. */
function connectedTo(socket: dgram.Socket): string | undefined {
  try {
    return socket.remoteAddress().address;
  } catch {
    return undefined;
  }
}

/** Where it goes: the only text beside the message; without one it goes to this machine, or where it is connected. */
function hostIn(name: 'send' | 'connect', given: readonly unknown[]): string | undefined {
  return given.slice(name === 'send' ? 1 : 0).find((value): value is string => typeof value === 'string');
}
