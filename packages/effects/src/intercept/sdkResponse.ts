import http from 'node:http';
import type { Writable } from 'node:stream';
import type { OutgoingAnswer } from '../standIns/outgoingAnswer.ts';
import type { MemorySocket } from './memorySocket.ts';

/** The request that a response is for. */
export interface AnsweredRequest {
  readonly method: string;
  readonly socket: MemorySocket;
  destroy(): unknown;
}

/** What of a stream shows that somebody else than the SDK follows it. */
const followed = ['data', 'readable', 'end', 'close', 'aborted'];

/** An answer that is all there, as the response that a client of `http` gets. */
export class SdkResponse extends http.IncomingMessage {
  readonly #request: AnsweredRequest;
  /** Undefined when it was read, or when there is none. */
  #bytes: Uint8Array | undefined;

  constructor(request: AnsweredRequest, { status, headers, body }: OutgoingAnswer) {
    super(undefined as never);
    this.#request = request;
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const hasBody = request.method !== 'HEAD' && status !== 204 && status !== 304;
    const told: Record<string, string> = { date: new Date().toUTCString() };
    for (const [name, value] of Object.entries(headers)) told[name.toLowerCase()] = value;
    if (hasBody) told['content-length'] = String(bytes.byteLength);
    this.#bytes = hasBody && bytes.byteLength > 0 ? bytes : undefined;
    this.statusCode = status;
    this.statusMessage = http.STATUS_CODES[status] ?? '';
    this.httpVersion = '1.1';
    this.httpVersionMajor = 1;
    this.httpVersionMinor = 1;
    this.headers = told;
    this.rawHeaders = Object.entries(told).flat();
    this.complete = true;
  }

  /** There is no connection but for those who ask for it. */
  get #socket(): MemorySocket {
    return this.#request.socket;
  }

  static {
    // Node sets it on each message; what is in the prototype is asked for instead.
    Object.defineProperty(this.prototype, 'socket', {
      get(this: SdkResponse) {
        return this.#socket;
      },
      set() {},
      configurable: true,
    });
  }

  /** The SDK collects a body before it reads it: where nobody else follows it, it gets what is all there in one piece. */
  override pipe<Destination extends NodeJS.WritableStream>(
    destination: Destination,
    options?: { end?: boolean },
  ): Destination {
    const bytes = this.#bytes;
    const isFollowed = followed.some((name) => this.listenerCount(name) > 0);
    if (bytes === undefined || isFollowed || options !== undefined || !isCollector(destination)) {
      return super.pipe(destination, options);
    }
    this.#bytes = undefined;
    destination.end(bytes);
    this.destroy();
    return destination;
  }

  override _read(): void {
    const bytes = this.#bytes;
    this.#bytes = undefined;
    if (bytes !== undefined) this.push(bytes);
    this.push(null);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.#bytes !== undefined) {
      this.aborted = true;
      this.emit('aborted');
    }
    done(error);
    this.#request.destroy();
  }
}

/** Whether this is the SDK's own collector of a body. */
function isCollector(destination: NodeJS.WritableStream): destination is NodeJS.WritableStream & Writable {
  return Array.isArray((destination as { readonly bufferedBytes?: unknown }).bufferedBytes);
}
