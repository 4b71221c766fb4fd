import { AsyncLocalStorage } from 'node:async_hooks';
import * as http from 'node:http';
import * as http2 from 'node:http2';
import type { OutgoingAnswer } from '../standIns/outgoingAnswer.ts';
import type { OutgoingRequest } from '../standIns/outgoingRequest.ts';
import { hostIn } from './askedOfProxy.ts';
import { MemorySocket } from './memorySocket.ts';
import { requestUrl } from './requestUrl.ts';
import { withoutInterception } from './ours.ts';
import { passage, refusedPassage } from './passage.ts';
import { type WebRules, webRequest } from './webRequest.ts';
import type { WebTarget } from './webTarget.ts';

/**
 * What stands where the socket of a client would stand: in the same process a server of Node reads what the client says,
 * and says what the rules answer. All that HTTP is, on both sides, is Node's own.
 */
export function webConnection(target: WebTarget, rules: WebRules): MemorySocket {
  const protocol = target.isSecure ? (target.version === 'http2' ? 'h2' : 'http/1.1') : undefined;
  const [near, far] = MemorySocket.pair(target.host, target.port, target.isSecure, protocol);
  // Whose request it is: the server reads in a context of its own.
  let context: ReturnType<typeof AsyncLocalStorage.snapshot> | undefined;
  near.onWrite = () => {
    context ??= AsyncLocalStorage.snapshot();
  };
  const asked = (): NonNullable<typeof context> => {
    const inContext = context ?? AsyncLocalStorage.snapshot();
    context = undefined;
    return inContext;
  };
  const agent = forwardingAgent(target);
  rules.connections.add(near);
  near.once('close', () => {
    rules.connections.delete(near);
    agent.destroy();
  });
  const serve = (at: WebTarget) => (request: AnyRequest, response: AnyResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const inContext = asked();
      const outgoing = outgoingRequest(at, request, Buffer.concat(chunks));
      const forward = (): Promise<OutgoingAnswer> => forwarded(agent, request, outgoing.body);
      const isProxy = hostIn(request.url ?? '/') !== undefined;
      const real = { host: at.host, port: at.port, isProxy, forward };
      inContext(() => webRequest(outgoing, rules, real, () => target.stack)).then(
        (outcome) => {
          if (outcome.kind === 'broken') near.destroy(outcome.error);
          else if (outcome.kind === 'answer') respond(response, outcome.answer, outgoing.method);
          return undefined;
        },
        (error: Error) => near.destroy(error),
      );
    });
  };
  const listen = (at: WebTarget): void => {
    const server = http.createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }, serve(at));
    const pass = (request: http.IncomingMessage): void =>
      asked()(() => passage(request, at, rules, near, far, (inside) => withoutInterception(() => listen(inside))));
    server.on('upgrade', pass).on('connect', pass);
    // Something else than HTTP is spoken in a tunnel.
    if (at !== target) server.on('clientError', () => near.destroy(refusedPassage(at, rules)));
    server.emit('connection', far);
  };
  withoutInterception(() => {
    if (target.version === 'http2') http2.createServer(serve(target)).on('error', ignore).emit('connection', far);
    else listen(target);
  });
  far.on('error', ignore);
  process.nextTick(() => near.connected());
  return near;
}

type AnyRequest = http.IncomingMessage | http2.Http2ServerRequest;
type AnyResponse = http.ServerResponse | http2.Http2ServerResponse;

function outgoingRequest({ host, port, isSecure }: WebTarget, request: AnyRequest, body: Uint8Array): OutgoingRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (!name.startsWith(':')) headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  const authority = request.headers[':authority'] ?? request.headers.host ?? `${host}:${port}`;
  const url = requestUrl(isSecure ? 'https:' : 'http:', String(authority), request.url ?? '/');
  return { method: request.method ?? 'GET', url, headers, body };
}

function respond(response: AnyResponse, { status, headers, body }: OutgoingAnswer, method: string): void {
  response.on('error', ignore);
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304;
  // Where there is no body, its length may be told all the same.
  const isSent = (name: string): boolean => !perConnection.test(name) || (!hasBody && /^content-length$/i.test(name));
  const sent = Object.fromEntries(Object.entries(headers).filter(([name]) => isSent(name)));
  if (response instanceof http.ServerResponse) {
    response.writeHead(status, hasBody ? { ...sent, 'content-length': String(bytes.byteLength) } : sent);
  } else {
    response.writeHead(status, sent);
  }
  if (hasBody) response.end(bytes);
  else response.end();
}

/** Headers that are about a connection, and not about what is said on it. */
const perConnection = /^(connection|keep-alive|transfer-encoding|content-length)$/i;

/** Asks the real host, over a connection that is kept as long as the client keeps its own. */
function forwardingAgent({ open }: WebTarget): http.Agent {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  Object.assign(agent, { createConnection: () => withoutInterception(open) });
  return agent;
}

function forwarded(agent: http.Agent, request: AnyRequest, body: Uint8Array): Promise<OutgoingAnswer> {
  return withoutInterception(
    () =>
      new Promise((resolve, reject) => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).filter(([name]) => !perConnection.test(name) && !name.startsWith(':')),
        );
        if (body.byteLength > 0 || request.headers['content-length'] !== undefined) {
          headers['content-length'] = String(body.byteLength);
        }
        const { method = 'GET', url: path = '/' } = request;
        const asked = http.request({ agent, method, path, headers, setHost: false }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => resolve(answerOf(response, Buffer.concat(chunks))));
        });
        asked.on('error', reject);
        asked.end(body);
      }),
  );
}

function answerOf({ statusCode = 200, headers }: http.IncomingMessage, body: Uint8Array): OutgoingAnswer {
  const told: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) told[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return { status: statusCode, headers: told, body };
}

function ignore(): void {}
