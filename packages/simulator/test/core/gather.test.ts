import { expect, test } from '@jest/globals';
import { finalInvoke, newBatch } from '../../src/core/batch.ts';
import { gather } from '../../src/core/gather.ts';
import { idleLane, type Lane } from '../../src/core/lane.ts';
import type { PollerRules } from '../../src/core/pollerRules.ts';
import { openWindow } from '../../src/core/tumblingWindow.ts';
import { createdAt, rulesWith, streamRecord } from './leafFixtures.ts';

const nowMs = 5000;
const caughtUp = { isCaughtUp: true, hasEnded: false, windowFieldBytes: 0 };

function gathered(lane: Partial<Lane>, rules: PollerRules, shard = caughtUp) {
  return gather({ ...idleLane, ...lane }, 7, shard, { nowMs, rules, commands: [] });
}

test('S4: a full batch is cut from the front of the buffer; the rest stays', () => {
  const [first, second, third] = [streamRecord(0), streamRecord(1), streamRecord(2)];

  expect(gathered({ buffer: [first, second, third] }, rulesWith({ batchSize: 2 }))).toEqual({
    kind: 'batch',
    batch: newBatch(7, 'new', [first, second]),
    taken: 2,
  });
});

test('S4: what became a batch before is passed over', () => {
  const [first, second, third] = [streamRecord(0), streamRecord(1), streamRecord(2)];

  expect(gathered({ buffer: [first, second, third], taken: 1 }, rulesWith({}))).toEqual({
    kind: 'batch',
    batch: newBatch(7, 'new', [second, third]),
    taken: 2,
  });
});

test('S4: what is no full batch waits, without a time, for a read that may find more', () => {
  const shard = { ...caughtUp, isCaughtUp: false };

  expect(gathered({ buffer: [streamRecord(0)] }, rulesWith({}), shard)).toEqual({ kind: 'wait', untilMs: Infinity });
  expect(gathered({}, rulesWith({}), shard)).toEqual({ kind: 'wait', untilMs: Infinity });
});

test.each([
  { what: 'before any call', calledMs: -Infinity, bufferedMs: 2000, windowMs: 1000, assumption: undefined },
  { what: 'during the last call', calledMs: 3000, bufferedMs: 2000, windowMs: 1000, assumption: undefined },
  { what: 'at the end of the last call', calledMs: 2000, bufferedMs: 2000, windowMs: 1000, assumption: undefined },
  {
    what: 'after the last call',
    calledMs: 2000,
    bufferedMs: 2001,
    windowMs: 1000,
    assumption: 'batchingWindowStart' as const,
  },
  { what: 'after the last call', calledMs: 2000, bufferedMs: 2001, windowMs: 0, assumption: undefined },
])(
  'U4: records that came $what are a batch after $windowMs ms that rests on $assumption',
  ({ calledMs, bufferedMs, windowMs, assumption }) => {
    const buffer = [streamRecord(0)];
    const lane = { buffer, bufferedSinceMs: bufferedMs, previousCallEndedAtMs: calledMs };

    expect(gathered(lane, rulesWith({ batchingWindowMs: windowMs }))).toEqual({
      kind: 'batch',
      batch: newBatch(7, 'new', buffer, assumption),
      taken: 1,
    });
  },
);

test('S49: a record of a later window ends the open one with a call of its own, and stays in the buffer', () => {
  const rules = rulesWith({ tumblingWindowMs: 1000 });
  const buffer = createdAt(1200);
  const window = { ...openWindow(streamRecord(0), rules), hasProcessed: true };

  expect(gathered({ buffer, window }, rules)).toEqual({
    kind: 'batch',
    batch: finalInvoke(7, nowMs, false),
    taken: 0,
  });
});
