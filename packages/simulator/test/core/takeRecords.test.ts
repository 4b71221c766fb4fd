import { expect, test } from '@jest/globals';
import type { Command } from '../../src/core/command.ts';
import { hashLane, idleLane, type Lane } from '../../src/core/lane.ts';
import type { PollerRules } from '../../src/core/pollerRules.ts';
import type { StreamRecord } from '../../src/core/streamRecord.ts';
import { newPoller } from '../../src/core/poller.ts';
import { takeRecords } from '../../src/core/takeRecords.ts';
import { createdAt, ofItems, rulesWith, streamRecord } from './leafFixtures.ts';

const nowMs = 5000;

function taking(lanes: readonly Lane[], records: readonly StreamRecord[], rules: PollerRules = rulesWith({})) {
  const commands: Command[] = [];
  const poller = { ...newPoller('shard', lanes.length), lanes };
  return { ...takeRecords(poller, records, { nowMs, rules, commands }), commands };
}

test('S2: what was created at the very start is taken; only what was created before is skipped', () => {
  const [before, at, after] = createdAt(999, 1000, 1001);
  const rules = rulesWith({ skipsCreatedBeforeMs: 1000 });

  const mixed = taking([idleLane], [before, at, after] as StreamRecord[], rules);
  const clean = taking([idleLane], [at, after] as StreamRecord[], rules);

  expect(mixed.commands).toEqual([{ kind: 'skip', records: [before], reason: 'beforeStartingPosition' }]);
  expect(mixed.lanes[0]?.buffer).toEqual([at, after]);
  expect(clean.commands).toEqual([]);
  expect(clean.lanes[0]?.buffer).toEqual([at, after]);
});

test('S2: what has left the stream before it is read takes no place, and is told as lost, not as filtered out', () => {
  const [lost, kept] = createdAt(nowMs - 1000, nowMs - 999) as [StreamRecord, StreamRecord];
  const rules = rulesWith({ matches: () => false, semantics: { retentionMs: 1000 } });

  const { commands, lanes, nextBatchNumber } = taking([idleLane], [lost, kept], rules);

  expect(commands).toMatchObject([
    { kind: 'skip', records: [kept], reason: 'filteredOut' },
    { kind: 'discard', records: [lost], condition: 'StreamRetentionExceeded' },
  ]);
  expect(lanes).toEqual([idleLane]);
  expect(nextBatchNumber).toBe(1);
});

test('S12: what does not match is told as skipped; where all match, nothing is', () => {
  const [first, second] = [streamRecord(0), streamRecord(1)];
  const rules = rulesWith({ matches: (wire) => wire === first.wire });

  expect(taking([idleLane], [first, second], rules).commands).toEqual([
    { kind: 'skip', records: [second], reason: 'filteredOut' },
  ]);
  expect(taking([idleLane], [first], rules).commands).toEqual([]);
});

test('a lane that gets no record stays as it is; one that waits already goes on waiting since then', () => {
  const [record] = ofItems('a') as [StreamRecord];
  const lane = hashLane('a', 2);
  const waiting: Lane = { ...idleLane, buffer: [streamRecord(7)], bufferedSinceMs: 3000 };

  const fromIdle = taking([idleLane, idleLane], [record]).lanes;
  const fromWaiting = taking([waiting, waiting], [record]).lanes;

  expect(fromIdle[1 - lane]).toBe(idleLane);
  expect(fromIdle[lane]).toEqual({ ...idleLane, buffer: [record], bufferedSinceMs: nowMs });
  expect(fromWaiting[1 - lane]).toBe(waiting);
  expect(fromWaiting[lane]).toEqual({ ...waiting, buffer: [...waiting.buffer, record] });
});
