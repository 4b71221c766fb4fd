import dgram from 'node:dgram';
import { theObserver } from '../observer/theObserver.ts';
import { stackHere } from './caller.ts';
import { isOurs } from './ours.ts';
import type { Patches } from './patches.ts';
import { refusal } from './refusal.ts';
import type { WebRules } from './webRequest.ts';

/** Puts every datagram under the rules, and every connection that one may be sent on. */
export function interceptDatagrams(patches: Patches, rules: WebRules): void {
  for (const name of ['send', 'connect'] as const) {
    patches.replace(dgram.Socket.prototype, name, (original) => {
      return function (this: dgram.Socket, ...given: readonly unknown[]) {
        const host = hostIn(name, given);
        if (host === undefined || isOurs() || rules.passes(host)) return Reflect.apply(original, this, given);
        const error = refusal('datagram', host, stackHere());
        rules.onRefused(error);
        const effect = theObserver().begin(() => ({ name: `datagram ${host}`, kind: 'write', call: { host } }));
        if (effect !== undefined && effect !== 'gone') effect.end('refused', error);
        const callback = given.at(-1);
        if (typeof callback === 'function') process.nextTick(callback, error);
        else process.nextTick(() => this.emit('error', error));
        return undefined;
      };
    });
  }
}

/** Where it goes: the only text beside the message; without one it goes to this machine, or where it is connected. */
function hostIn(name: 'send' | 'connect', given: readonly unknown[]): string | undefined {
  return given.slice(name === 'send' ? 1 : 0).find((value): value is string => typeof value === 'string');
}
