import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { line } from '../temporaryFiles.ts';

// The command as a process of its own, which Ctrl-C interrupts: the signal is sent when the handler says that it has been called.

const root = join(__dirname, '..', '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'millrace-interrupted-'));
const explorations = join(folder, 'explorations.cjs');
const [called, save] = [join(folder, 'called'), join(folder, 'kept.json')];

beforeAll(() => {
  writeFileSync(
    explorations,
    `const { writeFileSync } = require('node:fs');
     const { threadId } = require('node:worker_threads');
     const record = (number) => ({
       eventID: 'event-' + number, eventName: 'INSERT', eventSource: 'aws:dynamodb',
       dynamodb: { Keys: { id: { S: 'item-' + number } }, NewImage: { id: { S: 'item-' + number } }, SequenceNumber: String(1000 + number) },
     });
     const options = (setup) => ({ setup, records: [record(1), record(2)], mapping: { StartingPosition: 'TRIM_HORIZON' } });
     let runs = 0;
     const says = () => { if (++runs === 400) writeFileSync(${JSON.stringify(called)}, ''); };
     const keeping = () => {
       says();
       const kept = new Set();
       return { handler: async ({ Records }) => { for (const { eventID } of Records) kept.add(eventID); }, observe: () => kept.size };
     };
     const summing = () => {
       let sum = 0;
       return { handler: async ({ Records }) => { sum += Records.length; }, observe: () => sum };
     };
     const looping = () => ({ handler: () => { writeFileSync(${JSON.stringify(called)}, ''); for (;;); } });
     exports.looping = () => options(looping);
     exports.keeping = () => ({ ...options(keeping), runs: 1_000_000 });
     exports.oneOfTwo = () => options(threadId % 2 === 1 ? summing : keeping);`,
  );
});

const [hanging, recording] = [join(folder, 'hanging.mjs'), join(folder, 'orders.ndjson')];
beforeAll(() => {
  writeFileSync(recording, `${line(1, 'order-1')}\n`);
  writeFileSync(
    hanging,
    `import { writeFileSync } from 'node:fs';
     writeFileSync(${JSON.stringify(called)}, '');
     await new Promise(() => setInterval(() => undefined, 1000));
     export const handler = () => undefined;`,
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command, interrupts it once the handler has been called many times, and answers with what it printed. */
async function interrupted(...args: readonly string[]) {
  rmSync(called, { force: true });
  const bin = join(root, 'packages', 'cli', 'src', 'bin.ts');
  const flags = ['--conditions=@millrace/source', '--import', 'tsx', bin, 'explore', '--save', save];
  const { NODE_OPTIONS: _options, JEST_WORKER_ID: _worker, ...env } = process.env;
  // A group of its own, as a terminal gives a command: Ctrl-C reaches all of it.
  const child = spawn(process.execPath, [...flags, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
  const waiting = setInterval(() => {
    if (!existsSync(called)) return;
    clearInterval(waiting); // A second one would end the process at once.
    process.kill(-(child.pid ?? 0), 'SIGINT');
  }, 20);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(waiting);
  return { code, out, err };
}

describe('Ctrl-C', () => {
  test('ends an exploration, which tells how far it came', async () => {
    const { code, out } = await interrupted('--exploration', `${explorations}#keeping`, '--seed', '18');

    expect(out).toMatch(/^It survived \d+ runs, then it was interrupted\./);
    expect(out).toContain('Tried one by one:');
    expect(code).toBe(0);
  });

  test('ends a hunt, which tells the failure that was found so far, keeps it, and ends with 1', async () => {
    const args = ['--exploration', `${explorations}#oneOfTwo`, '--for', '10m', '--workers', '2', '--seed', '18'];
    const { code, out } = await interrupted(...args);

    expect(out).toMatch(/^1 kind of failure in \d+ runs in [\d.]+ s, interrupted\./);
    expect(out).toContain('The final state is 2, without faults 1.');
    expect(existsSync(save)).toBe(true);
    expect(code).toBe(1);
  });

  test('ends an exploration whose handler is still being loaded, and says so', async () => {
    const { code, err } = await interrupted(recording, '--handler', hanging);

    expect(err).toMatch(/^millrace: The exploration was interrupted before it began: the handler,/);
    expect(code).toBe(2);
  });

  test('ends a handler that is in a loop without an end, which says so', async () => {
    const { code, err } = await interrupted('--exploration', `${explorations}#looping`, '--seed', '18');

    expect(err).toMatch(/has not let go of the process [^]* so the exploration ends here\. Until then: 0 runs\./);
    expect(code).toBeNull();
  });
});
