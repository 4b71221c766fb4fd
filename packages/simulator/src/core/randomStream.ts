/** Draws 32-bit numbers; the same seed and purpose give the same numbers for ever. */
export type RandomStream = () => number;

/**
 * A stream of random numbers named after its purpose, so that one more draw for one purpose moves nothing elsewhere.
 * sfc32 seeded by FNV-1a hashes of the name.
 */
export function randomStream(seed: number, ...purpose: readonly (string | number)[]): RandomStream {
  const name = `${seed}/${purpose.join('/')}`;
  let a = hash(name, 0x811c9dc5);
  let b = hash(name, 0x9e3779b9);
  let c = hash(name, 0x85ebca6b);
  let counter = 1;
  const next = (): number => {
    const mixed = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + mixed;
    return mixed >>> 0;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) next();
  return next;
}

function hash(text: string, offset: number): number {
  let value = offset;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value | 0;
}

/** A version 4 UUID from a stream: request ids and object names that look like AWS's and repeat with the seed. */
export function uuidFrom(stream: RandomStream): string {
  let hex = '';
  for (let word = 0; word < 4; word++) hex += stream().toString(16).padStart(8, '0');
  const variant = ((Number.parseInt(hex[16] as string, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
