import { isLoopback } from './hostRules.ts';

/** Who hears a request. */
export interface Hearer {
  readonly host: string;
  readonly port: number;
  /** Whether it is asked as a proxy is, for what another host has. */
  readonly isProxy: boolean;
}

/** Whether a host may be reached. */
type Passes = (host: string, port?: number | string) => boolean;

/**
 * Whether a request gets to the host that it names, and to no other that may not be reached. A header may name another host
 * than the one that hears it; a proxy leads to the one that is named, unless that is this machine.
 */
export function isReached(named: string, { host, port, isProxy }: Hearer, passes: Passes): boolean {
  return passes(host, port) || (isProxy && !isLoopback(named));
}
