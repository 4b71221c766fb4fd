import { isIP } from 'node:net';
import { stackHere } from './caller.ts';
import { isLoopback } from './hostRules.ts';
import { refusal } from './refusal.ts';
import type { WebRules } from './webRequest.ts';

type Found = (error: Error | null, address?: unknown, family?: unknown) => void;
type Lookup = (host: string, options: object, found: Found) => void;

/**
 * What `connect` is given, with a `lookup` that finds this machine where the name says this machine: whoever looks names
 * up by himself may say of `localhost` what he likes.
 */
export function withSafeLookup(given: readonly unknown[], rules: WebRules): readonly unknown[] {
  const [first] = given;
  if (Array.isArray(first)) return [Object.assign(first, withSafeLookup(first, rules))];
  const { host = 'localhost', lookup } = Object(first) as { readonly host?: unknown; readonly lookup?: unknown };
  if (typeof lookup !== 'function' || typeof host !== 'string' || isIP(host) !== 0 || !isLoopback(host)) return given;
  const stack = stackHere();
  const safe: Lookup = (name, options, found) =>
    (lookup as Lookup)(name, options, (error, address, family) => {
      const elsewhere = addressesOf(address).find((each) => !isLoopback(each));
      if (elsewhere === undefined) return found(error, address, family);
      const refused = refusal('connection', elsewhere, stack);
      rules.onRefused(refused);
      return found(refused);
    });
  return [{ ...(first as object), lookup: safe }, ...given.slice(1)];
}

/** One address, or all that there are. */
function addressesOf(address: unknown): readonly string[] {
  if (typeof address === 'string') return [address];
  return Array.isArray(address) ? address.map((each: unknown) => String(Object(each).address)) : [];
}
