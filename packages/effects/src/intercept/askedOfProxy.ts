/** A host that a proxy is asked to lead to. */
export interface AskedHost {
  readonly host: string;
  readonly port: number;
}

/**
 * The host that a proxy is asked for by what is written on a connection, where a client writes HTTP or SOCKS by itself. A
 * proxy may be on this machine, and lead to any other.
 */
export function askedOfProxy(written: unknown): AskedHost | undefined {
  const bytes = bytesOf(written);
  if (bytes === undefined) return undefined;
  if (bytes[0] === 5) return overSocks(bytes);
  if (bytes[0] === 4) return overOlderSocks(bytes);
  const line = /^(CONNECT |[A-Z]+ (?=\w+:\/\/))(\S+) HTTP\/1\.[01]\r\n/.exec(bytes.toString('latin1', 0, 4096));
  return line === null ? undefined : hostIn(line[1] === 'CONNECT ' ? `http://${line[2]}` : (line[2] ?? ''));
}

/** The first piece of it: who asks a proxy writes its whole line in one. */
function bytesOf(written: unknown): Buffer | undefined {
  const first: unknown = Array.isArray(written) ? Object(written[0]).chunk : written;
  if (typeof first === 'string') return Buffer.from(first.slice(0, 4096), 'latin1');
  return ArrayBuffer.isView(first) ? Buffer.from(first.buffer, first.byteOffset, first.byteLength) : undefined;
}

/** Where a URL leads. */
export function hostIn(url: string): AskedHost | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, port, protocol } = new URL(url);
  const usual = protocol === 'https:' || protocol === 'wss:' ? 443 : 80;
  return hostname === '' ? undefined : { host: hostname, port: port === '' ? usual : Number(port) };
}

/** A request of SOCKS 4 to connect: a port, an address of IPv4, who asks; and in SOCKS 4a a name where the address says 0.0.0.x. */
function overOlderSocks(bytes: Buffer): AskedHost | undefined {
  if (bytes[1] !== 1 || bytes.length < 9 || bytes.at(-1) !== 0) return undefined;
  const texts = bytes.toString('latin1', 8, bytes.length - 1).split('\0');
  const isNamed = bytes.readUIntBE(4, 3) === 0;
  if (texts.length !== (isNamed ? 2 : 1)) return undefined;
  const host = isNamed ? texts[1] : bytes.subarray(4, 8).join('.');
  return host === undefined || host === '' ? undefined : { host, port: bytes.readUInt16BE(2) };
}

/** A request of SOCKS 5 to connect (RFC 1928): an address of IPv4, a name, or an address of IPv6, and a port behind it. */
function overSocks(bytes: Buffer): AskedHost | undefined {
  const [, command, reserved, kind, size = 0] = bytes;
  const length = kind === 1 ? 4 : kind === 4 ? 16 : kind === 3 ? size : 0;
  const from = kind === 3 ? 5 : 4;
  if (command !== 1 || reserved !== 0 || length === 0 || bytes.length !== from + length + 2) return undefined;
  const place = bytes.subarray(from, from + length);
  const host =
    kind === 3
      ? place.toString('latin1')
      : kind === 1
        ? place.join('.')
        : `[${place.toString('hex').match(/.{4}/g)?.join(':')}]`;
  return { host, port: bytes.readUInt16BE(from + length) };
}
