import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { hunt } from '@millrace/explore';
import { records } from './proof/aggregate.ts';

const file = join(__dirname, 'proof', 'exploration.ts');
const folder = mkdtempSync(join(tmpdir(), 'millrace-hunt-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('hunt', () => {
  test('ends when every thread has found a failure, tells it once, and keeps it', async () => {
    const save = join(folder, 'failure.json');
    // Longer than a timer can be.
    const found = await hunt({ exploration: `${file}#failing`, forMs: 2 ** 32, workers: 2, seed: 18, save });

    expect(found).toMatchObject({ ok: false, isInterrupted: false });
    expect(found.failures).toHaveLength(1);
    expect(found.failures[0]?.story).toContain('`table.add` ran again');
    expect(found.failures[0]?.report).toContain('Reproduce: explore({ …, seed:');
    expect(existsSync(save)).toBe(true);
  });

  test('tries first what was found the last time, and forgets it when it is mended', async () => {
    const save = join(folder, 'first.json');
    const kept = { faults: [{ fault: 'answerLost', attempt: 0 }], records: records.slice(0, 2) };
    const options = { forMs: 120_000, workers: 1, seed: 18, save };
    writeFileSync(save, JSON.stringify(kept));
    const found = await hunt({ exploration: `${file}#forgetful`, ...options });

    expect(found.runs).toBe(1);
    expect(found.failures[0]).toMatchObject(kept);

    const end = new AbortController();
    await hunt({
      exploration: `${file}#surviving`,
      ...options,
      signal: end.signal,
      onProgress: () => end.abort(),
    });
    expect(existsSync(save)).toBe(false);
  });

  test('told to stop, answers with what was found so far', async () => {
    const end = new AbortController();
    const seen: number[] = [];
    const found = await hunt({
      exploration: `${file}#surviving`,
      forMs: 120_000,
      workers: 1,
      signal: end.signal,
      onProgress: ({ runs }) => {
        seen.push(runs);
        end.abort();
      },
    });

    expect(found).toMatchObject({ ok: true, isInterrupted: true, failures: [] });
    expect(found.runs).toBeGreaterThan(0);
    expect(seen.length).toBeGreaterThan(0);
  });

  test('that never came to what was asked for did not survive', async () => {
    const found = await hunt({ exploration: `${file}#surviving`, faults: ['missedByLatest'], forMs: 2000, workers: 1 });

    expect(found).toMatchObject({ ok: false, isInterrupted: false, failures: [] });
    expect(found.neverHappened).toEqual(['The fault missedByLatest was asked for and never happened.']);
  });

  test('that tried nothing did not survive', async () => {
    const found = await hunt({ exploration: `${file}#surviving`, forMs: 60_000, signal: AbortSignal.abort() });

    expect(found).toMatchObject({ ok: false, runs: 0, isInterrupted: true });
  });

  test('says what cannot be loaded', async () => {
    await expect(hunt({ exploration: `${file}#nothing`, forMs: 60_000, workers: 1 })).rejects.toThrow('"nothing"');
  });
});
