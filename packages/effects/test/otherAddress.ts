import { networkInterfaces } from 'node:os';

/**
 * An address of this machine that is not loopback: for the rules it is another host, and what is sent there goes nowhere.
 * `undefined` on a machine without a network.
 */
export function otherAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}
