import dns from 'node:dns';
import { isLoopback } from './hostRules.ts';
import { isOurs } from './ours.ts';
import type { Patches } from './patches.ts';
import { refuse } from './refuse.ts';
import type { WebRules } from './webRequest.ts';

/**
 * Puts every question for a name under the rules. What a resolver asks goes to a server elsewhere, whatever the name is;
 * what the system looks up stays here for the names of this machine.
 */
export function interceptNames(patches: Patches, rules: WebRules): void {
  const isAllowed = (way: string, host: string): boolean => {
    return isOurs() || (rules.passes(host) && (way.startsWith('lookup') || !isLoopback(host)));
  };
  for (const owner of [dns, dns.Resolver.prototype]) {
    for (const name of questionsOf(owner)) {
      patches.replace(owner, name, (original) => {
        return function (this: unknown, host: unknown, ...others: readonly unknown[]) {
          if (isAllowed(name, String(host))) return Reflect.apply(original, this, [asked(host), ...others]);
          const error = refused(name, String(host), rules);
          const callback = others.at(-1);
          if (typeof callback === 'function') process.nextTick(callback, error);
          return {};
        };
      });
    }
  }
  for (const owner of [dns.promises, dns.promises.Resolver.prototype]) {
    for (const name of questionsOf(owner)) {
      patches.replace(owner, name, (original) => {
        return function (this: unknown, host: unknown, ...others: readonly unknown[]) {
          if (isAllowed(name, String(host))) return Reflect.apply(original, this, [asked(host), ...others]);
          return Promise.reject(refused(name, String(host), rules));
        };
      });
    }
  }
}

/** Names below `localhost` are this machine, though the system may ask a server elsewhere about them (RFC 6761). */
function asked(host: unknown): unknown {
  return typeof host === 'string' && /\.localhost\.?$/i.test(host) ? 'localhost' : host;
}

function questionsOf(owner: object): readonly string[] {
  const names = new Set([
    ...Object.getOwnPropertyNames(owner),
    ...Object.getOwnPropertyNames(Object.getPrototypeOf(owner)),
  ]);
  return [...names].filter((name) => /^(lookup|lookupService|resolve\w*|reverse)$/.test(name));
}

function refused(way: string, host: string, rules: WebRules): Error {
  return refuse('name', host, rules, { name: `${way} ${host}`, kind: 'read', call: { host } });
}
