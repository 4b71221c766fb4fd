import { isIP } from 'node:net';

/** Whether an address is of this machine: the only place that may always be reached. */
export function isLoopback(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  if (name === '' || name === 'localhost' || name.endsWith('.localhost')) return true;
  const address = name.replace(/^::ffff:(?=\d+\.)/, '');
  if (isIP(address) === 4) return address.startsWith('127.') || address === '0.0.0.0';
  return address === '::1' || address === '::';
}

/**
 * Whether a host may be reached: loopback, and what was allowed by name, as `api.example.com`, with its port as
 * `10.0.0.5:6379`, or with all that is below it as `*.example.com`.
 */
export function hostRules(allowed: readonly string[]): (host: string, port?: number | string) => boolean {
  const names = new Set(allowed.map((name) => name.toLowerCase()));
  const suffixes = [...names].flatMap((name) => (name.startsWith('*.') ? [name.slice(1)] : []));
  return (host, port) => {
    const name = host.toLowerCase().replace(/\.$/, '');
    if (isLoopback(name) || names.has(name) || names.has(`${name}:${port}`)) return true;
    return suffixes.some((suffix) => name.endsWith(suffix));
  };
}
