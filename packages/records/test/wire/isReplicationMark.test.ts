import { expect, test } from '@jest/globals';
import { defineStream, isReplicationMark, type } from '../../src/index.ts';

interface Thing {
  readonly id: string;
  readonly [name: string]: unknown;
}
const things = defineStream({ item: type<Thing>(), keys: ['id'] });
const isMark = (wire: ReturnType<typeof things.insert>): boolean => isReplicationMark(things.decode(wire));
const marks = { 'aws:rep:deleting': false, 'aws:rep:updatetime': 1.5, 'aws:rep:updateregion': 'us-east-1' };

test('of the two records of one write, the second is the mark', () => {
  const write = { id: '1', total: 1 };

  expect(isMark(things.insert(write))).toBe(false);
  expect(isMark(things.modify(write, { ...write, ...marks }))).toBe(true);
});

test('a later write keeps the marks, and changes something; its mark changes them alone', () => {
  const before = { id: '1', total: 1, ...marks };
  const after = { ...before, total: 2 };

  expect(isMark(things.modify(before, after))).toBe(false);
  expect(isMark(things.modify(after, { ...after, 'aws:rep:updatetime': 2.5 }))).toBe(true);
});

test('what came from another region has change and marks in one record, and what changes nothing is no mark', () => {
  const before = { id: '1', total: 1, ...marks };

  expect(isMark(things.modify(before, { ...before, total: 2, 'aws:rep:updatetime': 2.5 }))).toBe(false);
  expect(isMark(things.modify(before, before))).toBe(false);
  expect(isMark(things.remove(before))).toBe(false);
});

test('without both images it cannot be told', () => {
  const newOnly = defineStream({ item: type<Thing>(), keys: ['id'], view: 'NEW_IMAGE' });

  expect(isReplicationMark(newOnly.decode(newOnly.modify({ id: '1' }, { id: '1', ...marks })))).toBe(false);
});
