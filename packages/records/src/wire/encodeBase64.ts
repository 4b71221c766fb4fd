/** Padded base64 (RFC 4648 section 4) of some bytes. */
export function encodeBase64(bytes: Uint8Array): string {
  // Tens of times as fast as the loop on large values.
  const { Buffer } = globalThis as { readonly Buffer?: typeof globalThis.Buffer };
  if (Buffer !== undefined) return Buffer.from(bytes).toString('base64');
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
