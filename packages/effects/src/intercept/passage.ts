import type { IncomingMessage } from 'node:http';
import type { EffectRequest } from '../observer/effect.ts';
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
 * the proxy is. A tunnel to a host that is answered for is made here, and `serve` answers in it.
 */
export function passage(
  request: IncomingMessage,
  target: WebTarget,
  rules: WebRules,
  near: MemorySocket,
  far: MemorySocket,
  serve: (target: WebTarget) => void,
): void {
  const { host, port, isProxy } = placeOf(request, target);
  const isAllowed = rules.passes(host, port);
  if (!isAllowed && request.method === 'CONNECT' && (rules.standIns ?? rules.answers) !== undefined) {
    // What is asked for at its end may have an answer, and is refused by itself if it has none.
    near.leadsTo = { host, port };
    far.write('HTTP/1.1 200 Connection established\r\n\r\n');
    serve({ ...target, host, port, isSecure: false });
    return;
  }
  if (!isAllowed || !isReached(host, { ...target, isProxy }, rules.passes)) {
    near.destroy(refusedPassage(isAllowed ? target : { ...target, host, port }, rules));
    return;
  }
  const told = theObserver().begin(() => connect({ host, port }));
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

/** The error for a connection that is not to be made. */
export function refusedPassage({ host, port, stack }: WebTarget, rules: WebRules): Error {
  return refuse('connection', `${host}:${port}`, rules, connect({ host, port }), stack);
}

function connect({ host, port }: AskedHost): EffectRequest {
  return { name: `connect ${host}:${port}`, kind: 'write', call: { host, port } };
}

/** Where it is to lead: to the host that hears it, unless a proxy is told another one. Some ask a host for a tunnel to nowhere else. */
function placeOf({ method, url = '/' }: IncomingMessage, { host, port }: WebTarget): AskedHost & { isProxy: boolean } {
  const asked = url.startsWith('/') ? undefined : hostIn(method === 'CONNECT' ? `http://${url}` : url);
  return asked === undefined ? { host, port, isProxy: false } : { ...asked, isProxy: true };
}
