import { expect, test } from '@jest/globals';
import { Agenda } from '../../src/core/agenda.ts';

function drained(agenda: Agenda<string>): string[] {
  const events: string[] = [];
  for (let entry = agenda.takeNext(); entry !== undefined; entry = agenda.takeNext()) events.push(entry.event);
  return events;
}

/** All lists of that many times, each 0, 1 or 2. */
function lists(length: number): number[][] {
  if (length === 0) return [[]];
  return lists(length - 1).flatMap((list) => [0, 1, 2].map((time) => [...list, time]));
}

/** The times with their places in the list, in the order in which a stable sort has them. */
function inOrder(times: readonly number[]): string[] {
  const entries = times.map((time, place) => ({ time, text: `${place}@${time}` }));
  return entries.toSorted((a, b) => a.time - b.time).map(({ text }) => text);
}

function agendaOf(times: readonly number[]): Agenda<string> {
  const agenda = new Agenda<string>();
  for (const [place, time] of times.entries()) agenda.add(time, `${place}@${time}`);
  return agenda;
}

test('entries come by time, and at one time in the order in which they were added: every list of up to 7', () => {
  const all = [0, 1, 2, 3, 4, 5, 6, 7].flatMap(lists);

  expect(all.filter((times) => drained(agendaOf(times)).join() !== inOrder(times).join())).toEqual([]);
});

test('an agenda made from the entries of another goes on like it: every list of up to 5, with one more after', () => {
  const all = [0, 1, 2, 3, 4, 5].flatMap(lists);
  const wrong = all.filter((times) => {
    const copy = new Agenda(agendaOf(times).entries());
    copy.add(1, `${times.length}@1`);
    return drained(copy).join() !== inOrder([...times, 1]).join();
  });

  expect(wrong).toEqual([]);
});

test('nothing can happen at no time', () => {
  for (const time of [Number.NaN, Infinity, -Infinity]) {
    expect(() => new Agenda<string>().add(time, 'never')).toThrow(`nothing can happen at ${time} ms`);
  }
});

test('the next time is that of the next entry, and none when nothing is left', () => {
  const agenda = agendaOf([2, 1]);

  const seen = [agenda.nextAtMs, agenda.takeNext()?.atMs, agenda.nextAtMs, agenda.takeNext()?.atMs, agenda.nextAtMs];

  expect(seen).toEqual([1, 1, 2, 2, undefined]);
  expect(agenda.takeNext()).toBeUndefined();
});
