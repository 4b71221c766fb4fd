import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { reasonOf } from '@millrace/simulator';
import { OutputError } from './outputError.ts';
import { UsageError } from './usageError.ts';

const fullDisk: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO']);

/** Writes a file whole or not at all: on a full disk it stays what it was, and an `OutputError` says so. */
export function writeFileWhole(path: string, text: string): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  // What is no file, such as a device, cannot be exchanged for one.
  const isExchanged = !existsSync(target) || statSync(target).isFile();
  const written = isExchanged ? `${target}.${process.pid}.part` : target;
  try {
    writeFileSync(written, text);
    if (isExchanged) renameSync(written, target);
  } catch (cause) {
    if (isExchanged) rmSync(written, { force: true });
    const { code } = Object(cause) as { readonly code?: unknown };
    if (fullDisk.has(code)) throw new OutputError(cause, `${path} cannot be written`, 'It is what it was before.');
    throw new UsageError(
      `${path} cannot be written: ${reasonOf(cause)}. Name a file in a folder that is there.`,
      cause,
    );
  }
}
