import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
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

/** Keeps a failure, so that it is tried first the next time. */
export function keepFailure(path: string, { records, faults }: Scenario): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ faults, records }, undefined, 2)}\n`);
}

/** A failure that is mended is forgotten. */
export function forgetFailure(path: string): void {
  rmSync(path, { force: true });
}
