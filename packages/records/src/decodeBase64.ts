const aBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The bytes of padded base64 text (RFC 4648 section 4), or `undefined` when it is not that. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (!aBase64.test(text)) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  // Node's Buffer is several times faster than atob on large values; writing through it keeps the memory ours.
  if (typeof Buffer === 'function') {
    Buffer.from(bytes.buffer).write(text, 'base64');
  } else {
    const binary = atob(text);
    for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  }
  return bytes;
}
