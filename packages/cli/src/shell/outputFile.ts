import { fstatSync, ftruncateSync, writeSync } from 'node:fs';

/** The parts of `node:fs` that writing takes; a test passes ones that fail. */
export interface FileWriting {
  readonly write: (bytes: Uint8Array, from: number) => number;
  readonly truncate: (size: number) => void;
  readonly size: () => number;
}

/** A descriptor of a regular file; `undefined` when it is a pipe or a terminal. */
export function outputFile(descriptor: number): FileWriting | undefined {
  try {
    // Not by numbers: of a pipe they stay where the next `realpathSync` of Node.js 20 finds them, and takes a link for no
    // link. What is imported next is then looked for beside the link, where pnpm has nothing.
    if (!fstatSync(descriptor, { bigint: true }).isFile()) return undefined;
  } catch {
    return undefined;
  }
  return {
    write: (bytes, from) => writeSync(descriptor, bytes, from),
    truncate: (size) => ftruncateSync(descriptor, size),
    size: () => fstatSync(descriptor).size,
  };
}

/**
 * Writes a text to a file whole or not at all: when the disk is full in its middle, which Node's own stream does not notice, what was
 * written of it is cut off again. Throws the error of the system then.
 */
export function writeWhole(file: FileWriting, text: string): void {
  const bytes = Buffer.from(text);
  const before = file.size();
  try {
    for (let written = 0; written < bytes.length; ) written += file.write(bytes, written);
  } catch (error) {
    try {
      file.truncate(before);
    } catch {
      // What cannot be cut off, such as a file that may only be appended to, is left.
    }
    throw error;
  }
}
