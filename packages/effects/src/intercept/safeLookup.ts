import { stackHere } from './caller.ts';
import { isLoopback } from './hostRules.ts';

type Found = (error: Error | null, address?: unknown, family?: unknown) => void;
type Lookup = (host: string, options: unknown, found: Found) => void;

/**
 * Options with a `lookup` that finds this machine where the name says this machine: whoever looks names up by himself may say
 * of `localhost` what he likes. What else it finds is refused, by the error that is made for it and for who asked.
 */
export function withSafeLookup(options: object, refused: (address: string, stack: string) => Error): object {
  const { lookup } = options as { readonly lookup?: unknown };
  if (typeof lookup !== 'function') return options;
  const stack = stackHere();
  const safe: Lookup = (name, how, found) =>
    (lookup as Lookup)(name, how, (error, address, family) => {
      const elsewhere = isLoopback(name) ? addressesOf(address).find((each) => !isLoopback(each)) : undefined;
      return elsewhere === undefined ? found(error, address, family) : found(refused(elsewhere, stack));
    });
  // What is inherited counts for Node, and stays.
  return Object.assign(Object.create(Object.getPrototypeOf(options) as object | null) as object, options, {
    lookup: safe,
  });
}

/** One address, or all that there are. */
function addressesOf(address: unknown): readonly string[] {
  if (typeof address === 'string') return [address];
  return Array.isArray(address) ? address.map((each: unknown) => String(Object(each).address)) : [];
}
