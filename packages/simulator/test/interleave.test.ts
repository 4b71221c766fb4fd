import { describe, expect, test } from '@jest/globals';
import { elapse, simulate } from '../src/index.ts';
import { calls, record, run } from './fixtures.ts';

const mapping = { BatchSize: 1, ParallelizationFactor: 4 };
const fourItems = [1, 2, 3, 4].map((number) => record(number, { key: `item-${number}` }));

/** Says when it begins, goes on and ends; with others at once they take turns. */
function talking(): { readonly said: string[]; readonly handler: (event: { Records: object[] }) => Promise<void> } {
  const said: string[] = [];
  const handler = async (event: { Records: object[] }) => {
    const name = JSON.stringify(event).match(/"SequenceNumber":"(\d+)"/)?.[1] ?? '';
    said.push(`${name}a`);
    await Promise.resolve();
    said.push(`${name}b`);
    await Promise.resolve();
    said.push(`${name}c`);
  };
  return { said, handler };
}

describe('calls that overlap in virtual time', () => {
  test('are awaited one after the other by default', async () => {
    const { said, handler } = talking();
    await run({ records: fourItems, handler, mapping, invocationDurationMs: 100 });

    expect(said.map((word) => word.slice(1)).join('')).toBe('abcabcabcabc');
  });

  test('take turns at their awaits with interleave', async () => {
    const { said, handler } = talking();
    await run({ records: fourItems, handler, mapping, invocationDurationMs: 100, interleave: true });

    expect(said.map((word) => word.slice(1)).join('')).toBe('aaaabbbbcccc');
  });

  test('a state between calls of one process is mixed up, which only interleave shows', async () => {
    const sumsOf = async (interleave: boolean) => {
      let current = '';
      const wrong: string[] = [];
      const handler = async (event: { Records: { dynamodb: { SequenceNumber: string } }[] }) => {
        const name = event.Records[0]?.dynamodb.SequenceNumber ?? '';
        current = name;
        await Promise.resolve();
        if (current !== name) wrong.push(name);
      };
      await run({ records: fourItems, handler, mapping, invocationDurationMs: 100, interleave });
      return wrong.length;
    };

    expect(await sumsOf(false)).toBe(0);
    expect(await sumsOf(true)).toBe(3);
  });

  test('answer at their own times, and the trace is in order', async () => {
    const trace = await run({
      records: [...fourItems, ...[5, 6, 7, 8].map((number) => record(number, { key: `item-${number - 4}`, at: 1 }))],
      handler: async (_event: unknown, context: object) => elapse(context, 5),
      mapping,
      invocationDurationMs: ({ index }) => 50 * (1 + ((index * 7) % 4)),
      interleave: true,
    });

    const times = trace.events.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(trace.invocations.map(({ startedAtMs, endedAtMs }) => endedAtMs - startedAtMs)).toEqual(
      expect.arrayContaining([55, 105, 155, 205]),
    );
    expect(calls(trace).split(' ')).toHaveLength(8);
  });

  test('the same run gives the same bytes, and says that it is interleaved', async () => {
    const once = async () => run({ records: fourItems, handler: talking().handler, mapping, interleave: true });
    const trace = await once();

    expect((await once()).toText()).toBe(trace.toText());
    expect(trace.scenario.interleave).toBe(true);
  });

  test('an error that is the caller’s own ends the run', async () => {
    const failing = run({
      records: fourItems,
      handler: async () => undefined,
      mapping,
      interleave: true,
      invocationDurationMs: ({ index }) => (index === 2 ? -1 : 10),
    });

    await expect(failing).rejects.toMatchObject({ code: 'InvalidOption' });
  });

  test('a run that is stopped has heard of what was under way', async () => {
    const trace = await run({
      records: fourItems,
      handler: async () => undefined,
      mapping,
      interleave: true,
      invocationDurationMs: 100,
      untilMs: 50,
    });

    expect(trace.invocations.map(({ outcome }) => outcome)).toEqual(['pending', 'pending', 'pending', 'pending']);
  });

  test('is true or false', async () => {
    const options = { handler: async () => undefined, records: [], mapping: { StartingPosition: 'LATEST' as const } };

    await expect(simulate({ ...options, interleave: 'yes' as never })).rejects.toThrow('`interleave` is yes (string)');
  });
});
