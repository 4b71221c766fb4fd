import type { CheckUp, Finding } from '@millrace/explore/check';
import { relative } from 'node:path';

/** What stays the same of a finding from one run to the next: its function and its code. */
export function findingId(check: CheckUp, { code }: Finding): string {
  return `${shownName(check)} ${code}`;
}

/** The handler by its path from the current directory, and the name of its mapping where it has one. */
export function shownName({ handler, name }: CheckUp): string {
  const path = handler.startsWith('/') ? relative(process.cwd(), handler) : handler;
  return name === undefined ? path : `${path} (${name})`;
}
