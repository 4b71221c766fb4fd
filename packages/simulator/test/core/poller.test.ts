import { expect, test } from '@jest/globals';
import type { Command } from '../../src/core/command.ts';
import { idleLane, type Lane } from '../../src/core/lane.ts';
import { checkpoint, laneAt, newPoller, roomToRead } from '../../src/core/poller.ts';
import { rulesWith, streamRecord } from './leafFixtures.ts';

const holding = (...positions: number[]): Lane => ({
  ...idleLane,
  buffer: positions.map((position) => streamRecord(position)),
});

test('a new poller waits for its parents, is enabled, and has nothing to go back for', () => {
  expect(newPoller('shard-1', 2)).toMatchObject({
    phase: 'waitingForParents',
    isEnabled: true,
    restarts: false,
    lanes: [idleLane, idleLane],
  });
});

test('a lane that is not there is told by its shard and number', () => {
  expect(() => laneAt(newPoller('shard-1', 2), 2)).toThrow('millrace invariant: shard-1 has no lane 2.');
});

test('U5: one lane is read ahead by a batch; several by what the semantics say, and at least by a batch each', () => {
  const rules = (laneReadAheadRecords: number) => rulesWith({ batchSize: 10, semantics: { laneReadAheadRecords } });

  expect(roomToRead(newPoller('shard', 1), rules(1000))).toBe(10);
  expect(roomToRead(newPoller('shard', 3), rules(1000))).toBe(1000);
  expect(roomToRead(newPoller('shard', 3), rules(1))).toBe(30);
  expect(roomToRead({ ...newPoller('shard', 3), lanes: [holding(0, 2), idleLane, holding(1)] }, rules(1))).toBe(27);
});

test('U5: what several lanes read ahead is filled up in steps of a tenth of what lies ahead of the busy ones', () => {
  const rules = rulesWith({ batchSize: 10, semantics: { laneReadAheadRecords: 1020 } });
  const withHeld = (count: number) => {
    const busy = { ...idleLane, buffer: Array.from({ length: count }, (_, position) => streamRecord(position)) };
    return { ...newPoller('shard', 2), lanes: [busy, idleLane] };
  };

  expect(roomToRead(withHeld(920), rules)).toBe(100);
  expect(roomToRead(withHeld(921), rules)).toBe(0);
});

test.each([
  { first: [2, 4], second: [3], third: [5], settled: '2' },
  { first: [3], second: [2, 4], third: [5], settled: '2' },
  { first: [5], second: [3], third: [2, 4], settled: '2' },
  { first: [], second: [4], third: [3], settled: '3' },
  { first: [3], second: [], third: [], settled: '3' },
  { first: [], second: [], third: [], settled: '9' },
])(
  'S43: while lanes hold the positions $first, $second and $third, all is settled through number $settled',
  ({ first, second, third, settled }) => {
    const commands: Command[] = [];
    const poller = { ...newPoller('shard', 3), lanes: [first, second, third].map((held) => holding(...held)) };

    const moved = checkpoint({ ...poller, readThrough: '9' }, { nowMs: 0, rules: rulesWith({}), commands });

    expect(moved.checkpoint).toBe(settled);
    expect(commands).toEqual([{ kind: 'checkpoint', sequenceNumber: settled }]);
  },
);
