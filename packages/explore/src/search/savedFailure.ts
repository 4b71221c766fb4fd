import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf } from '@millrace/simulator';
import type { Scenario } from './scenario.ts';

/** The failure that a file keeps; undefined when there is none, or it is no such file. */
export function keptFailure(path: string): Scenario | undefined {
  try {
    const { records, faults } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Scenario>;
    return Array.isArray(records) && Array.isArray(faults) ? { records, faults } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps a failure, so that it is tried first the next time. Answers why it could not: the failure itself is to be told
 * though the disk is full, and half a file is none.
 */
export function keepFailure(path: string, { records, faults }: Scenario): string | undefined {
  const part = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(part, `${JSON.stringify({ faults, records }, undefined, 2)}\n`);
    renameSync(part, path);
    return undefined;
  } catch (cause) {
    rmSync(part, { force: true });
    return reasonOf(cause);
  }
}

/** A failure that is mended is forgotten. */
export function forgetFailure(path: string): void {
  rmSync(path, { force: true });
}
