import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { huntProgress } from '../../src/explore/huntProgress.ts';
import { main } from '../../src/main.ts';
import { rememberingTerminal } from '../rememberingTerminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-explore-'));
const recording = join(folder, 'orders.ndjson');
const ofTwoTables = join(folder, 'both.ndjson');
const handlers = join(folder, 'handlers.cjs');
const save = join(folder, 'kept.json');

const streamOf = (table: string) =>
  `arn:aws:dynamodb:eu-west-1:123456789012:table/${table}/stream/2026-01-01T00:00:00.000`;
const record = (number: number, table = 'orders') => ({
  eventID: `event-${number}`,
  eventName: 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'eu-west-1',
  dynamodb: {
    ApproximateCreationDateTime: 1_790_000_000,
    Keys: { id: { S: `item-${number}` } },
    NewImage: { id: { S: `item-${number}` }, cents: { N: '10' } },
    SequenceNumber: String(1000 + number),
    SizeBytes: 20,
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  },
  eventSourceARN: streamOf(table),
});
writeFileSync(recording, [1, 2, 3].map((number) => `${JSON.stringify(record(number))}\n`).join(''));
writeFileSync(ofTwoTables, [record(1), record(2, 'bills')].map((one) => `${JSON.stringify(one)}\n`).join(''));
writeFileSync(
  handlers,
  `const summing = () => {
     let total = 0;
     return { handler: async ({ Records }) => { total += Records.length; }, observe: () => total };
   };
   exports.summing = summing;
   exports.keeping = () => {
     const kept = new Set();
     return { handler: async ({ Records }) => { for (const { eventID } of Records) kept.add(eventID); }, observe: () => kept.size };
   };
   exports.handler = async () => undefined;
   let begun = 0;
   exports.begun = () => begun;
   exports.counted = () => { begun++; return summing(); };
   exports.patient = async (_event, context) => { if (context.getRemainingTimeInMillis() < 20_000) throw new Error('no time'); };
   exports.exploration = () => ({ setup: summing, records: ${JSON.stringify([record(1)])}, mapping: { StartingPosition: 'TRIM_HORIZON' } });`,
);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Within Jest a module is loaded by Jest; in threads the command loads it itself.
const loadHandler = async (reference: string) => {
  const [file = '', name = 'handler'] = reference.split('#');
  return (require(file) as Record<string, (...given: unknown[]) => unknown>)[name] ?? (() => undefined);
};

async function explored(...args: readonly string[]) {
  const terminal = rememberingTerminal();
  const code = await main(['explore', ...args, '--save', save], terminal, { loadHandler });
  return { code, out: terminal.stdout, err: terminal.stderr };
}

describe('millrace explore', () => {
  test('tells the story of what does not survive, and ends with 1', async () => {
    const { code, out } = await explored(recording, '--setup', `${handlers}#summing`, '--seed', '18');

    expect(code).toBe(1);
    expect(out).toContain('It did not survive: finalStateDiffers');
    expect(out).toContain('The final state is 2, without faults 1.');
  });

  test('prints JSON on demand, and ends with 0 for what survives', async () => {
    const args = ['--setup', `${handlers}#keeping`, '--runs', '20', '--seed', '18', '--json'];
    const { code, out } = await explored(recording, ...args);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      seed: 18,
      exercised: { redeliver: { asked: expect.any(Number) } },
    });
  });

  test('takes a plain handler, of which it sees only what the trace tells', async () => {
    const { code, out } = await explored(recording, '--handler', handlers, '--runs', '10', '--fault', 'throttle');

    expect(code).toBe(0);
    expect(out).toContain('It survived');
  });

  test.each([
    [['--timeout', '20'], 0],
    [[], 1],
  ])('gives the function its time-out, with %j', async (args, expected) => {
    const options = ['--handler', `${handlers}#patient`, '--set', 'MaximumRetryAttempts=1', '--runs', '1'];
    const { code } = await explored(recording, ...options, '--fault', 'throttle', ...args);

    expect(code).toBe(expected);
  });

  test('takes the stream that the mapping reads, and tells what it leaves out of a recording', async () => {
    const ofStream = ['--set', `EventSourceArn=${streamOf('orders')}`, '--runs', '1', '--fault', 'throttle'];
    const { code, err } = await explored(ofTwoTables, '--handler', handlers, ...ofStream);

    expect(err).toContain('The mapping reads the stream of orders: 1 record of another stream is left out.');
    expect(code).toBe(0);
  });

  test('tells its guard of each run, also where a failure is made smaller', async () => {
    let notes = 0;
    const guard = { ready: Promise.resolve(), note: () => void notes++, over: () => undefined };
    const terminal = { ...rememberingTerminal(), guard: () => guard };
    const args = ['--setup', `${handlers}#counted`, '--seed', '18', '--save', save];
    const code = await main(['explore', recording, ...args], terminal, { loadHandler });

    expect(code).toBe(1);
    expect(notes).toBeGreaterThan((require(handlers) as { readonly begun: () => number }).begun());
  });

  test('hunts for a time with --for', async () => {
    const { code, out } = await explored('--exploration', `${handlers}#exploration`, '--for', '60s', '--workers', '1');

    expect(code).toBe(1);
    expect(out).toMatch(/^1 kind of failure in \d+ runs in/);
    expect(out).toContain('without faults 1.');
  });

  test.each([
    [[recording], 'Name what is explored by one of --handler, --setup and --exploration.'],
    [['--handler', handlers], 'Name a recording'],
    [[recording, '--exploration', `${handlers}#exploration`], 'brings its own records'],
    [['--exploration', `${handlers}#exploration`, '--set', 'BatchSize=1'], 'brings its own mapping'],
    [[recording, '--handler', handlers, '--for', '5'], 'Give a time with its unit: 30s, 5m or 1h.'],
    [[recording, '--handler', handlers, '--timeout', '0'], "Give seconds, from 1 to Lambda's 900, such as 30."],
    [[recording, '--handler', handlers, '--for', '5s', '--path', '0-0:1'], 'leave --runs, --enumerate and --path out'],
    [[recording, '--handler', handlers, '--for', '5s', '--runs', '5'], 'leave --runs, --enumerate and --path out'],
    [[recording, '--handler', handlers, '--workers', '1'], '--workers is for a hunt'],
    [[recording, '--handler', handlers, '--fault', 'explode'], 'Give one of redeliver'],
  ])('%j is refused with exit code 2', async (args, message) => {
    const { code, err } = await explored(...args);

    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

test('progress is one line on a terminal, and nothing elsewhere', () => {
  const [watched, unwatched] = [rememberingTerminal(), rememberingTerminal()];
  for (const [terminal, isWatched] of [
    [watched, true],
    [unwatched, false],
  ] as const) {
    const progress = huntProgress(terminal, 60_000, isWatched);
    progress.tell({ runs: 120, failures: 0 });
    progress.tell({ runs: 130, failures: 0 });
    progress.end();
  }

  expect(watched.stderr).toBe('\r120 runs in 0 of 60 s, 0 kinds of failure \n');
  expect(unwatched.stderr).toBe('');
});
