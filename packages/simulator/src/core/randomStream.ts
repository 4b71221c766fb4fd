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
    c = (((c << 21) | (c >>> 11)) + mixed) | 0;
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
  const [a, b, c, d] = [stream(), stream(), stream(), stream()];
  const version = (b & 0x0fff) | 0x4000;
  const variant = ((c >>> 16) & 0x3fff) | 0x8000;
  // Joined into one text, as a trace holds many: adding up texts would leave a chain of them.
  return [hex(a >>> 16) + hex(a), hex(b >>> 16), hex(version), hex(variant), hex(c) + hex(d >>> 16) + hex(d)].join('-');
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The lowest 16 bits as four digits. */
function hex(bits: number): string {
  return `${hexOfByte[(bits >>> 8) & 0xff]}${hexOfByte[bits & 0xff]}`;
}
