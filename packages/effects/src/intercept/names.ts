import dns from 'node:dns';
import inspector from 'node:inspector';
import inspectorOfPromises from 'node:inspector/promises';
import { isIP } from 'node:net';
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
  interceptInspector(patches, rules);
  // A report looks up the name of each address that something here is connected to, or listens at.
  patches.assign(process.report, 'excludeNetwork', true);
}

/** The inspector looks up the host that it is to listen at, by itself. */
function interceptInspector(patches: Patches, rules: WebRules): void {
  for (const owner of [inspector, inspectorOfPromises]) {
    patches.replace(owner, 'open', (original) => {
      return (...given: readonly unknown[]) => {
        const [, host = ''] = given;
        const isName = typeof host === 'string' && isIP(host) === 0;
        if (isName && !isOurs() && !rules.passes(host)) throw refused('lookup', host, rules);
        return Reflect.apply(original, owner, given);
      };
    });
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
