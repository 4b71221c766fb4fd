import { describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { heardFile, heardText, recordedHeard } from './heard.ts';
import { heardByClient } from './oracle/runtimeClient.ts';
import type { Outcome, Row, RuntimeName } from './row.ts';
import { runtimes } from './row.ts';
import { rows } from './rows.ts';

// Asking both clients about every row takes minutes: `ORACLE=all` does it, and `UPDATE_GOLDEN=1` records it. A run
// of the tests asks about every 25th, beginning with the first.
const isUpdate = process.env['UPDATE_GOLDEN'] === '1';
const asksAll = isUpdate || process.env['ORACLE'] === 'all';
const asked = asksAll ? rows : rows.filter((_, index) => index % 25 === 0);

describe("what AWS's runtime clients hear", () => {
  test('each row has its name, and is recorded for each runtime', () => {
    if (isUpdate) return;
    expect(Object.keys(recordedHeard()).sort()).toEqual(rows.map(({ name }) => name).sort());
  });

  test(
    `${asked.length} of ${rows.length} rows: the clients of both runtimes hear what is recorded`,
    async () => {
      const heard: Record<string, Record<RuntimeName, Outcome>> = {};
      for (const runtime of runtimes) {
        const ask = async (some: readonly Row[]): Promise<void> => {
          for (const [name, outcome] of await heardByClient(runtime, some)) {
            heard[name] = { ...heard[name], [runtime]: outcome } as Record<RuntimeName, Outcome>;
          }
        };
        await ask(asked);
        if (isUpdate) continue;
        // A machine that stalls for 15 ms lets what is left over overtake the next call: such a row is asked again.
        const others = asked.filter(({ name }) => !isSame(heard[name]?.[runtime], recordedHeard()[name]?.[runtime]));
        if (others.length > 0) await ask(others);
      }
      const sorted = Object.fromEntries(asked.map(({ name }) => [name, heard[name] as Record<RuntimeName, Outcome>]));
      if (isUpdate) writeFileSync(heardFile, heardText(sorted));

      const recorded = recordedHeard();
      expect(sorted).toEqual(Object.fromEntries(asked.map(({ name }) => [name, recorded[name]])));
    },
    asksAll ? 900_000 : 120_000,
  );
});

function isSame(one: Outcome | undefined, other: Outcome | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
