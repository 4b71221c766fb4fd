import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { devNull } from 'node:os';

const standardOutput = 1;
const standardError = 2;

/**
 * Lends the descriptors of standard output and error: loggers such as pino write to them past `process.stdout`. What is
 * written is heard, and goes to standard error, or nowhere (`isQuiet`). Answers how to end it.
 *
 * @internal For the packages of millrace.
 */
export function lendingDescriptors(hear: (written: string | Uint8Array) => void, isQuiet: boolean): () => void {
  const target = isQuiet ? fs.openSync(devNull, 'w') : standardError;
  const giveBack = (['write', 'writeSync'] as const).map((name) => {
    const original = Reflect.get(fs, name) as (...given: unknown[]) => unknown;
    const lent = (descriptor: unknown, written: unknown, ...others: unknown[]): unknown => {
      const isStandard = descriptor === standardOutput || descriptor === standardError;
      const heard = isStandard ? part(written, others) : undefined;
      if (heard !== undefined) hear(heard);
      return Reflect.apply(original, fs, [isStandard ? target : descriptor, written, ...others]);
    };
    Reflect.set(fs, name, Object.defineProperties(lent, Object.getOwnPropertyDescriptors(original)));
    return () => void Reflect.set(fs, name, original);
  });
  syncBuiltinESMExports();
  return () => {
    giveBack.forEach((restore) => restore());
    syncBuiltinESMExports();
    if (isQuiet) fs.closeSync(target);
  };
}

/** What of a text or of bytes is written: bytes may come with where they begin, and how many they are. */
function part(written: unknown, [from, length]: readonly unknown[]): string | Uint8Array | undefined {
  if (typeof written === 'string') return written;
  if (!ArrayBuffer.isView(written)) return undefined;
  const bytes = new Uint8Array(written.buffer, written.byteOffset, written.byteLength);
  const start = typeof from === 'number' ? from : 0;
  return bytes.subarray(start, typeof length === 'number' ? start + length : undefined);
}
