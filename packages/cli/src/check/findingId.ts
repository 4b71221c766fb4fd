import type { CheckUp, Finding } from '@millrace/explore/check';
import { relative } from 'node:path';

/** What stays the same of a finding from one run to the next: its function and its code. */
export function findingId({ handler }: CheckUp, { code }: Finding): string {
  return `${shortHandler(handler)} ${code}`;
}

/** The handler by its path from the current directory. */
export function shortHandler(handler: string): string {
  return handler.startsWith('/') ? relative(process.cwd(), handler) : handler;
}
