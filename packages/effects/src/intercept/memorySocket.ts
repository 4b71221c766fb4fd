import { Duplex } from 'node:stream';

/** One end of a connection that is made of memory, and stands where a socket of Node would stand. */
export class MemorySocket extends Duplex {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly remoteFamily = 'IPv4';
  readonly localAddress = '127.0.0.1';
  readonly localPort = 0;
  /** As a TLS socket has it. */
  readonly encrypted: boolean;
  readonly authorized: boolean;
  readonly alpnProtocol: string | undefined;
  connecting = true;
  /** Told of each piece that is written to this end, before the other end reads it. */
  onWrite: (() => void) | undefined;
  /** Where it leads as a tunnel of a proxy, for those who speak TLS on it. */
  leadsTo: { readonly host: string; readonly port: number } | undefined;
  #other: MemorySocket | undefined;
  #resume: (() => void) | undefined;

  constructor(host: string, port: number, isSecure: boolean, protocol: string | undefined) {
    super({ allowHalfOpen: true });
    this.remoteAddress = host;
    this.remotePort = port;
    this.encrypted = isSecure;
    this.authorized = isSecure;
    this.alpnProtocol = protocol;
  }

  /** Two ends of one connection. */
  static pair(
    host: string,
    port: number,
    isSecure: boolean,
    protocol: string | undefined,
  ): readonly [MemorySocket, MemorySocket] {
    const near = new MemorySocket(host, port, isSecure, protocol);
    const far = new MemorySocket(host, port, isSecure, protocol);
    near.#other = far;
    far.#other = near;
    far.connecting = false;
    return [near, far];
  }

  /** The connection stands, as Node says it of its sockets. */
  connected(): void {
    if (this.destroyed) return;
    this.connecting = false;
    this.emit('connect');
    if (this.encrypted) this.emit('secureConnect');
    this.emit('ready');
  }

  override _read(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    const other = this.#other;
    if (other === undefined || other.destroyed) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      return;
    }
    this.onWrite?.();
    if (other.push(chunk)) done();
    else other.#resume = done;
  }

  override _final(done: (error?: Error | null) => void): void {
    if (this.#other?.destroyed === false) this.#other.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const other = this.#other;
    if (other?.destroyed === false) {
      if (other.readableEnded) other.destroy();
      else other.push(null);
    }
    done(error);
  }

  // What else Node's sockets can do, and what this one need not do.
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  address(): object {
    return { address: this.localAddress, family: this.remoteFamily, port: this.localPort };
  }
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }
  getPeerCertificate(): object {
    return {};
  }
  getSession(): undefined {
    return undefined;
  }
  setSession(): void {}
  isSessionReused(): boolean {
    return false;
  }
  getCipher(): object {
    return { name: 'memory', version: 'TLSv1.3' };
  }
  getProtocol(): string {
    return 'TLSv1.3';
  }
}
