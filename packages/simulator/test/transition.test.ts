import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Answer } from '../src/core/answer.ts';
import { Agenda } from '../src/core/agenda.ts';
import { newPoller, type Poller } from '../src/core/poller.ts';
import type { PollerRules } from '../src/core/pollerRules.ts';
import type { StreamRecord } from '../src/core/streamRecord.ts';
import { transition, type PollerEvent } from '../src/core/transition.ts';
import { rulesWith, streamRecord } from './core/leafFixtures.ts';
import { calls, failingOn, run } from './fixtures.ts';

/** Freezes plain data to its leaves: whoever writes to it afterwards gets a TypeError. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
  return value;
}

function streamOf(count: number): readonly StreamRecord[] {
  return Array.from({ length: count }, (_, position) => streamRecord(position));
}

interface Settings {
  readonly batchSize: number;
  readonly retries: number;
  readonly bisects: boolean;
  readonly lanes: number;
}

function rulesOf({ batchSize, retries, bisects, lanes }: Settings): PollerRules {
  return rulesWith({ batchSize, parallelizationFactor: lanes, maximumRetryAttempts: retries, bisects });
}

/** The smallest driver there can be: all records are there, calls answer at once. Everything it hands over is frozen. */
function drive(poison: readonly number[], count: number, settings: Settings): { sent: string; poller: Poller } {
  const records = streamOf(count);
  const rules = frozen(rulesOf(settings));
  const agenda = new Agenda<PollerEvent>();
  const sent: string[] = [];
  let poller = frozen(newPoller('shard', settings.lanes));
  let next = 0;
  agenda.add(0, { kind: 'started' });
  for (let entry = agenda.takeNext(); entry !== undefined; entry = agenda.takeNext()) {
    const { atMs } = entry;
    const step = transition(poller, frozen(entry.event), atMs, rules);
    expect(transition(poller, entry.event, atMs, rules)).toEqual(step);
    poller = frozen(step.poller);
    for (const command of step.commands) {
      if (command.kind === 'wake') agenda.add(command.atMs, { kind: 'woke', lane: command.lane });
      if (command.kind === 'read') {
        const taken = records.slice(next, next + command.limit);
        next += taken.length;
        const isCaughtUp = next === count;
        agenda.add(atMs, { kind: 'recordsRead', records: taken, isCaughtUp, hasEnded: false });
      }
      if (command.kind !== 'invoke') continue;
      const numbers = command.batch.records.map(({ sequenceNumber }) => sequenceNumber);
      sent.push(`[${numbers.join(',')}]`);
      const fails = numbers.some((sequence) => poison.includes(Number(sequence)));
      const answer: Answer = fails
        ? { kind: 'functionError', error: { errorType: 'Error', errorMessage: 'poison' } }
        : { kind: 'returned', response: null, responseBytes: 4 };
      agenda.add(atMs, { kind: 'answered', lane: command.lane, answer });
    }
  }
  return { sent: sent.join(' '), poller };
}

describe('the transition', () => {
  test('changes nothing that it is given and answers the same to the same; another driver gets the same calls', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
        fc.integer({ min: 0, max: 9 }),
        fc.record({
          batchSize: fc.integer({ min: 1, max: 5 }),
          retries: fc.integer({ min: 0, max: 2 }),
          bisects: fc.boolean(),
          lanes: fc.constant(1),
        }),
        async (poison, count, settings) => {
          const driven = drive(poison, count, settings);
          const trace = await run({
            records: streamOf(count).map(({ wire }) => wire),
            handler: failingOn(...poison),
            mapping: {
              BatchSize: settings.batchSize,
              MaximumRetryAttempts: settings.retries,
              BisectBatchOnFunctionError: settings.bisects,
            },
          });

          expect(driven.sent).toBe(calls(trace));
          expect(driven.poller.checkpoint).toBe(count === 0 ? undefined : String(count));
        },
      ),
      { numRuns: 100, seed: 10 },
    );
  });

  test('with several lanes it changes nothing that it is given either, and settles everything', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 4 }),
        fc.integer({ min: 2, max: 10 }),
        (poison, lanes) => {
          const { poller } = drive(poison, 20, { batchSize: 3, retries: 1, bisects: true, lanes });

          expect(poller.checkpoint).toBe('20');
        },
      ),
      { numRuns: 50, seed: 43 },
    );
  });

  test('an answer to no call is refused, with the shard that it is said to be of', () => {
    const rules = rulesOf({ batchSize: 2, retries: 1, bisects: true, lanes: 1 });
    const answer: Answer = { kind: 'timeout' };

    expect(() => transition(newPoller('west', 1), { kind: 'answered', lane: 0, answer }, 0, rules)).toThrow(
      'west was answered without a call',
    );
  });

  test('a poller is plain data: a copy of it goes on the same', () => {
    const rules = rulesOf({ batchSize: 2, retries: 1, bisects: true, lanes: 2 });
    const started = transition(newPoller('shard', 2), { kind: 'started' }, 0, rules).poller;
    const read: PollerEvent = { kind: 'recordsRead', records: streamOf(4), isCaughtUp: true, hasEnded: false };

    const copied = structuredClone(started);

    expect(transition(copied, read, 5, rules)).toEqual(transition(started, read, 5, rules));
  });
});

describe('step by step', () => {
  const [first, second] = streamOf(2) as [StreamRecord, StreamRecord];
  const start = (lanes: number, rules: PollerRules): Poller =>
    transition(newPoller('shard', lanes), { kind: 'started' }, 0, rules).poller;
  const read = (...records: StreamRecord[]): PollerEvent => ({
    kind: 'recordsRead',
    records,
    isCaughtUp: true,
    hasEnded: false,
  });
  const woke: PollerEvent = { kind: 'woke', lane: 0 };

  test('a poller that is started orders a read, and nothing else', () => {
    expect(transition(newPoller('shard', 2), { kind: 'started' }, 0, rulesWith({}))).toEqual({
      poller: { ...newPoller('shard', 2), phase: 'polling', reading: 'now' },
      commands: [{ kind: 'read', limit: 10_000 }],
    });
  });

  test('one read is under way at a time, and none behind the end of the shard', () => {
    const rules = rulesWith({});
    const started = start(2, rules);
    const polling = transition(started, read(), 0, rules);
    const ended = transition(
      started,
      { kind: 'recordsRead', records: [first], isCaughtUp: true, hasEnded: true },
      0,
      rules,
    );

    expect(transition(started, woke, 0, rules).commands).toEqual([]);
    expect(polling.commands).toEqual([{ kind: 'poll', limit: 10_000 }]);
    expect(transition(polling.poller, woke, 1, rules).commands).toEqual([]);
    expect(ended.commands.map(({ kind }) => kind)).toEqual(['invoke']);
  });

  test('a wake-up is ordered once; again when it came too early', () => {
    const rules = rulesWith({ batchingWindowMs: 1000 });
    const waiting = transition(start(1, rules), read(first), 0, rules);
    const waitingOn = transition(waiting.poller, read(second), 500, rules);
    const wokenEarly = transition(waitingOn.poller, woke, 999, rules);
    const wokenInTime = transition(wokenEarly.poller, woke, 1000, rules);

    expect(waiting.commands).toContainEqual({ kind: 'wake', lane: 0, atMs: 1000 });
    expect(waitingOn.commands.map(({ kind }) => kind)).toEqual(['poll']);
    expect(wokenEarly.commands).toEqual([{ kind: 'wake', lane: 0, atMs: 1000 }]);
    expect(wokenInTime.commands.map(({ kind }) => kind)).toEqual(['invoke']);
  });

  test('S12: records that are filtered out move the position, unless a record that was read still waits', () => {
    const rules = rulesWith({ batchingWindowMs: 1000, matches: (wire) => wire !== first.wire });
    const started = start(1, rules);

    expect(transition(started, read(first), 0, rules).commands.map(({ kind }) => kind)).toEqual([
      'skip',
      'checkpoint',
      'poll',
    ]);
    expect(transition(started, read(first, second), 0, rules).commands.map(({ kind }) => kind)).toEqual([
      'skip',
      'wake',
      'poll',
    ]);
  });
});
