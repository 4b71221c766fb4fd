const aBase64 = /^[a-z\d+/]*={0,2}$/i;

/** The bytes of padded base64 text (RFC 4648 section 4), or `undefined` when it is not that. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !aBase64.test(text)) return undefined;
  // Node's Buffer is several times faster than atob on large values; copying out of it keeps the memory ours.
  const { Buffer } = globalThis as { readonly Buffer?: typeof globalThis.Buffer };
  return Buffer === undefined
    ? Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
    : new Uint8Array(Buffer.from(text, 'base64'));
}
