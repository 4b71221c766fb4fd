import { readFileSync } from 'node:fs';
import type { Outcome, RuntimeName } from './row.ts';

/** Where what the runtime clients heard is kept, so that not every run of the tests has to ask them all again. */
export const heardFile = new URL('heard.json', import.meta.url);

/** What AWS's runtime clients heard of each row, by its name. */
export function recordedHeard(): Readonly<Record<string, Readonly<Record<RuntimeName, Outcome>>>> {
  return JSON.parse(readFileSync(heardFile, 'utf8')) as ReturnType<typeof recordedHeard>;
}

/** A line a row and runtime: short enough to read, and each row changes its own lines only. */
export function heardText(heard: ReturnType<typeof recordedHeard>): string {
  const lines = Object.entries(heard).map(
    ([name, outcomes]) =>
      `  ${JSON.stringify(name)}: {\n${Object.entries(outcomes)
        .map(([runtime, outcome]) => `    ${JSON.stringify(runtime)}: ${JSON.stringify(outcome)}`)
        .join(',\n')}\n  }`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}
