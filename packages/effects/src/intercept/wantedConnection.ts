import { types } from 'node:util';

/** What `net.connect` and `tls.connect` are asked for, whichever of their forms was used. */
export interface WantedConnection {
  readonly host: string;
  readonly port: number;
  /** A socket in the file system. */
  readonly path: string | undefined;
  /** The connection that TLS is to be spoken on, which stands already and does not lead away from here by itself. */
  readonly over: object | undefined;
  readonly protocols: readonly string[];
  readonly onConnect: (() => void) | undefined;
}

/**
 * Reads the arguments of a connect as Node reads them: options, a port with or without a host, or a path; Node itself passes
 * them as a list. What Node takes no notice of counts for nothing here: what is empty, and a `socket` that is not for TLS.
 */
export function wantedConnection(given: readonly unknown[], isSecure: boolean): WantedConnection {
  const list = Array.isArray(given[0]) ? (given[0] as readonly unknown[]) : given;
  const options = optionsIn(list, isSecure);
  const over: unknown = isSecure ? options['socket'] : undefined;
  const host: unknown = options['host'] || (isSecure && options['servername']) || 'localhost';
  const protocols: unknown = options['ALPNProtocols'];
  return {
    host: String(host),
    port: Number(options['port'] ?? 0),
    path: typeof options['path'] === 'string' && options['path'] !== '' ? options['path'] : undefined,
    over: typeof over === 'object' && over !== null ? over : undefined,
    protocols: Array.isArray(protocols)
      ? protocols.map(String)
      : types.isUint8Array(protocols)
        ? [String(protocols)]
        : [],
    onConnect: list.findLast((value) => typeof value === 'function') as (() => void) | undefined,
  };
}

type Options = Readonly<Record<string, unknown>>;

/** For TLS, options behind the address count as well, and none that is inherited; for plain connections it is the other way. */
function optionsIn(list: readonly unknown[], isSecure: boolean): Options {
  const [first, second] = list;
  const begun = isOptions(first) ? first : addressOf(first, second);
  if (!isSecure) return begun;
  return { ...begun, ...list.slice(1).find(isOptions) };
}

function isOptions(value: unknown): value is Options {
  return typeof value === 'object' && value !== null;
}

function addressOf(first: unknown, second: unknown): Options {
  if (typeof first === 'string' && Number.isNaN(Number(first))) return { path: first };
  return { port: first, ...(typeof second === 'string' && { host: second }) };
}
