import { AsyncResource } from 'node:async_hooks';
import http from 'node:http';
import https from 'node:https';
import { Writable } from 'node:stream';
import type { OutgoingAnswer } from '../standIns/outgoingAnswer.ts';
import { MemorySocket } from './memorySocket.ts';
import { requestUrl } from './requestUrl.ts';
import { SdkResponse } from './sdkResponse.ts';
import { type WebRules, webRequest } from './webRequest.ts';

/** What the SDK, version 3, hands to `request` of `http` and `https`. */
interface SdkOptions {
  readonly headers: Readonly<Record<string, string | number | readonly string[]>>;
  readonly host: string;
  readonly port?: number | null;
  readonly method?: string;
  readonly path?: string;
  readonly agent?: object;
}

type OnResponse = (message: http.IncomingMessage) => void;

/**
 * The request of a client of the SDK, version 3, that is answered here without a connection: no socket is made, and nothing is
 * written in HTTP and read again. `undefined` for every other request, which gets a connection in memory instead: of
 * other clients it is not known how much of a request of Node they use.
 */
export function sdkRequest(given: readonly unknown[], isSecure: boolean, rules: WebRules): Writable | undefined {
  const [options, onResponse] = given;
  if (!isOfSdk(options) || rules.passes(options.host, options.port ?? undefined)) return undefined;
  return new SdkRequest(options, onResponse as OnResponse | undefined, isSecure, rules);
}

function isOfSdk(options: unknown): options is SdkOptions {
  if (typeof options !== 'object' || options === null) return false;
  const { headers, host, agent } = options as Partial<SdkOptions>;
  if (typeof host !== 'string' || typeof headers !== 'object' || !('amz-sdk-invocation-id' in headers)) return false;
  // Who waits for `continue` before it sends its body, and agents that lead through a proxy, need a connection.
  return !('expect' in headers || 'Expect' in headers) && (agent === undefined || isOfNode(agent));
}

function isOfNode(agent: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(agent);
  return prototype === http.Agent.prototype || prototype === https.Agent.prototype;
}

/** As much of a `ClientRequest` as the SDK, and what is put around `http` to trace it, make use of. */
class SdkRequest extends Writable {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly protocol: string;
  readonly reusedSocket = false;
  readonly #headers: Record<string, string>;
  readonly #rules: WebRules;
  readonly #chunks: Buffer[] = [];
  /** Where it was asked for, if it may be refused: to look up the stack takes a while. */
  readonly #stack: { readonly stack?: string };
  readonly #port: number;
  #socket: MemorySocket | undefined;
  /** Whose request it is: a body that is piped ends in a context of its own. */
  readonly #context = new AsyncResource('SdkRequest');
  #hasAnswer = false;

  constructor(options: SdkOptions, onResponse: OnResponse | undefined, isSecure: boolean, rules: WebRules) {
    super({ autoDestroy: false });
    const { method = 'GET', path = '/', host, port } = options;
    this.method = method;
    this.path = path;
    this.host = host;
    this.protocol = isSecure ? 'https:' : 'http:';
    this.#port = port ?? (isSecure ? 443 : 80);
    this.#stack = rules.standIns === undefined || !isSecure ? new Error('caller') : {};
    this.#headers = {};
    for (const [name, value] of Object.entries(options.headers)) this.setHeader(name, value);
    this.#headers['host'] ??= `${host.includes(':') ? `[${host}]` : host}${port == null ? '' : `:${port}`}`;
    this.#rules = rules;
    if (typeof onResponse === 'function') this.once('response', onResponse);
  }

  /** There is no connection: those who ask for one, as tracers do, get what looks like it. */
  get socket(): MemorySocket {
    const isSecure = this.protocol === 'https:';
    this.#socket ??= new MemorySocket(this.host, this.#port, isSecure, isSecure ? 'http/1.1' : undefined);
    this.#socket.connecting = false;
    return this.#socket;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  override _final(done: () => void): void {
    done();
    const { method, path } = this;
    const headers = this.#headers;
    const url = requestUrl(this.protocol, headers['host'] ?? this.host, path);
    const [first = Buffer.alloc(0), ...others] = this.#chunks;
    const body = others.length === 0 ? first : Buffer.concat(this.#chunks);
    const stack = (): string => this.#stack.stack ?? '';
    // Nothing is ever forwarded: where a host may be reached, the request is Node's own.
    const forward = (): never => {
      throw new Error(`${url.host} is not to be reached.`);
    };
    const real = { host: this.host, port: this.#port, isProxy: false, forward };
    const ask = () => webRequest({ method, url, headers, body }, this.#rules, real, stack);
    this.#context.runInAsyncScope(ask).then(
      (outcome) => {
        if (this.destroyed) return undefined;
        if (outcome.kind === 'broken') this.destroy(outcome.error);
        else if (outcome.kind === 'answer') this.#respond(outcome.answer);
        return undefined;
      },
      (error: Error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const hungUp = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    done(error ?? (this.#hasAnswer ? null : hungUp()));
  }

  #respond(answer: OutgoingAnswer): void {
    this.#hasAnswer = true;
    const message = new SdkResponse(this, answer);
    if (!this.emit('response', message)) message.resume();
  }

  setHeader(name: string, value: string | number | readonly string[]): this {
    this.#headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
    return this;
  }
  getHeader(name: string): string | undefined {
    return this.#headers[name.toLowerCase()];
  }
  hasHeader(name: string): boolean {
    return name.toLowerCase() in this.#headers;
  }
  removeHeader(name: string): void {
    Reflect.deleteProperty(this.#headers, name.toLowerCase());
  }
  getHeaders(): Readonly<Record<string, string>> {
    return { ...this.#headers };
  }
  getHeaderNames(): readonly string[] {
    return Object.keys(this.#headers);
  }
  abort(): void {
    this.destroy();
  }

  // What is about a connection, of which there is none.
  setTimeout(): this {
    return this;
  }
  setNoDelay(): void {}
  setSocketKeepAlive(): void {}
  flushHeaders(): void {}
}
