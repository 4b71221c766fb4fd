import type { IncomingMessage } from 'node:http';
import { theObserver } from '../observer/theObserver.ts';
import { type AskedHost, hostIn } from './askedOfProxy.ts';
import { isReached } from './isReached.ts';
import type { MemorySocket } from './memorySocket.ts';
import { withoutInterception } from './ours.ts';
import { refuse } from './refuse.ts';
import type { WebRules } from './webRequest.ts';
import type { WebTarget } from './webTarget.ts';

/**
 * What a client of HTTP asks for that is no request: a web socket, or a tunnel of a proxy. It is told as the connection that it is.
 * To a host that may be reached all goes through as it is, others are refused: the host that a proxy is to lead to, wherever
 * the proxy is.
 */
export function passage(
  request: IncomingMessage,
  target: WebTarget,
  rules: WebRules,
  near: MemorySocket,
  far: MemorySocket,
): void {
  const { host, port, isProxy } = placeOf(request, target);
  const isAllowed = rules.passes(host, port);
  const isThere = isReached(host, { ...target, isProxy }, rules.passes);
  const where = isAllowed && !isThere ? `${target.host}:${target.port}` : `${host}:${port}`;
  const effect = { name: `connect ${where}`, kind: 'write', call: { host, port } } as const;
  if (!isAllowed || !isThere) {
    near.destroy(refuse('connection', where, rules, effect, target.stack));
    return;
  }
  const told = theObserver().begin(() => effect);
  // Where the process is gone, nobody hears of it.
  if (told === 'gone') return;
  const real = withoutInterception(target.open);
  real.once(target.isSecure ? 'secureConnect' : 'connect', () => told?.end('done'));
  const lines = [`${request.method} ${request.url} HTTP/1.1`];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
  }
  real.write(`${lines.join('\r\n')}\r\n\r\n`);
  real.pipe(far).pipe(real);
  real.on('error', (error) => {
    told?.end('failed', error);
    near.destroy(error);
  });
}

/** Where it is to lead: to the host that hears it, unless a proxy is told another one. Some ask a host for a tunnel to nowhere else. */
function placeOf({ method, url = '/' }: IncomingMessage, { host, port }: WebTarget): AskedHost & { isProxy: boolean } {
  const asked = url.startsWith('/') ? undefined : hostIn(method === 'CONNECT' ? `http://${url}` : url);
  return asked === undefined ? { host, port, isProxy: false } : { ...asked, isProxy: true };
}
