/** Bytes of a text in UTF-8, without encoding it. Lone surrogates count 3, as they are sent as U+FFFD. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    if (code < 0x800) bytes += 1;
    // The two halves of a pair are 4 bytes: 2 are counted already, the other 2 come with the second half.
    else if (!isHighSurrogate(code) || !isLowSurrogate(text.charCodeAt(index + 1))) bytes += 2;
  }
  return bytes;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
