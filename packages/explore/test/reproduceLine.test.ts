import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { effects } from '@millrace/effects';
import { explore, type ExploreOptions } from '@millrace/explore';
import { aggregate, records as sales } from './proof/aggregate.ts';
import { type Event, eventOf, mapping, records } from './proof/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-reproduce-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a report prints as the options that lead back. */
const printed = (report: string): Partial<ExploreOptions> => {
  const [, list = ''] = /Reproduce: explore\(\{ …, (.*) \}\)$/.exec(report) ?? [];
  return JSON.parse(`{${list.replaceAll(/(\w+): /g, '"$1": ')}}`) as Partial<ExploreOptions>;
};

/** Right when a record comes twice, and wrong when it comes three times. */
const twiceIsFine = () => {
  const counts: Record<string, number> = {};
  const add = effects.wrap('add', async (key: string) => void (counts[key] = (counts[key] ?? 0) + 1));
  const handler = async ({ Records }: Event) => {
    for (const record of Records) await add(eventOf(record));
  };
  return { handler, observe: () => Object.values(counts).some((count) => count > 2) };
};

test('a failure that took a pair is led back to, however many pairs were tried', async () => {
  const options = { setup: twiceIsFine, records: records.slice(0, 3), mapping };
  const found = await explore({ ...options, seed: 18, enumerate: 300 });
  const again = await explore({ ...options, ...printed(found.report) });

  expect(found.path).toMatch(/^2-/);
  expect(again.counterexample?.test).toBe(found.counterexample?.test);
  expect(again.counterexample?.story).toBe(found.counterexample?.story);
});

test('a failure that was kept has no path: its file leads back', async () => {
  const save = join(folder, 'kept.json');
  writeFileSync(save, JSON.stringify({ records: sales, faults: [{ fault: 'timeoutAfter', attempt: 0 }] }));
  const options = { setup: () => aggregate('before'), records: sales, mapping };
  const setup = twiceIsFine;
  const survives = await explore({ ...options, setup, seed: 18, runs: 0, enumerate: 0, save });
  expect(survives.ok).toBe(true);

  writeFileSync(
    save,
    JSON.stringify({ records: sales, faults: [{ fault: 'crash', attempt: 0, effect: 4, moment: 'before' }] }),
  );
  const found = await explore({ ...options, seed: 18, save });
  expect(printed(found.report)).toEqual({ seed: 18, save });
  expect((await explore({ ...options, ...printed(found.report) })).counterexample?.test).toBe(
    found.counterexample?.test,
  );
});

test('an exploration that tried nothing did not survive', async () => {
  const found = await explore({ setup: twiceIsFine, records, mapping, seed: 18, signal: AbortSignal.abort() });

  expect(found).toMatchObject({ ok: false, runs: 0, isInterrupted: true });
  expect(found.report).toMatch(/^It was interrupted before the first run\./);
});
