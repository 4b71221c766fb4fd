import { expect, test } from '@jest/globals';
import { patience } from '../src/function/patience.ts';

/** A run in which the event loop was found empty for good. */
function emptyRun(): number {
  const run = patience(60_000, undefined);
  const ms = run.emptyMs();
  run.emptied();
  return ms;
}

test('the more runs have found an empty event loop, the shorter it has to stay so, until something comes out of one', () => {
  const waited = Array.from({ length: 30 }, emptyRun);
  patience(60_000, undefined).surprised();

  expect(waited).toEqual([...Array(5).fill(200), ...Array(20).fill(20), ...Array(5).fill(2)]);
  expect(emptyRun()).toBe(20);
});

test('within a run it is half as long each time, and from the beginning when something came', () => {
  const run = patience(60_000, undefined);
  const waited = Array.from({ length: 3 }, () => {
    const ms = run.emptyMs();
    run.emptied();
    return ms;
  });
  run.surprised();

  expect([...waited, run.emptyMs()]).toEqual([20, 10, 5, 20]);
});

test('it is never longer than half of what a call may take', () => {
  expect(patience(10, undefined).emptyMs()).toBe(5);
});
