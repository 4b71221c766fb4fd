const mostCharacters = 160;
const shown = 120;

/** A key that takes little room: the beginning of a long one, and a number that stands for all of it. */
export function shortKey(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, shown)}…#${hashOf(text)}`;
}

/** 53 bits that depend on every character: two multiplicative hashes side by side. */
function hashOf(text: string): string {
  let low = 0x9e3779b9;
  let high = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 2654435761);
    high = Math.imul(high ^ code, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return (4294967296 * (2097151 & high) + (low >>> 0)).toString(36);
}
