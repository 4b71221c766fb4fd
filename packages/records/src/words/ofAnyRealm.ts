/** What a value is, whichever realm made it: under Jest and with `node:vm`, `instanceof` does not know the other's. */
export function isDate(value: unknown): value is Date {
  return nameOf(value) === 'Date';
}

export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && (value as Uint8Array)[Symbol.toStringTag] === 'Uint8Array';
}

export function isMap(value: unknown): value is ReadonlyMap<unknown, unknown> {
  return nameOf(value) === 'Map';
}

export function isSet(value: unknown): value is ReadonlySet<unknown> {
  return nameOf(value) === 'Set';
}

export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return nameOf(value) === 'ArrayBuffer';
}

function nameOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
