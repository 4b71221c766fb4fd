import { describe, expect, test } from '@jest/globals';
import { simulate, type Trace } from '@millrace/simulator';
import { matchers } from '../src/index.ts';

// What stands in data, errors, names of effects and arguments gives no orders to the terminal.

const evil = '\u001b]0;owned\u0007\u009b31m\u007f\u202e\u200f\u2066\r';
const hasOrders = (text: string) => /[\p{Cc}\p{Bidi_Control}]/u.test(text.replaceAll('\n', ''));

async function evilTrace({ isLost = false } = {}): Promise<Trace> {
  const record = (id: string, number: string) =>
    ({ eventName: 'INSERT', dynamodb: { Keys: { id: { S: id } }, SequenceNumber: number } }) as const;
  return simulate({
    handler: async () => {
      throw Object.assign(new Error(evil), { name: evil });
    },
    records: [record(evil, '1'), record(`${evil}2`, '2')],
    mapping: {
      StartingPosition: 'TRIM_HORIZON',
      MaximumRetryAttempts: 0,
      ...(!isLost && {
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' } },
      }),
    },
    functionTimeoutMs: 1000,
  });
}

/** What a matcher says, however it is used: its message for `.not` and without, or the error of its use. */
async function wordsOf(name: string, received: unknown, args: readonly unknown[]): Promise<readonly string[]> {
  const words: string[] = [];
  for (const asked of [expect(received), expect(received).not]) {
    try {
      await (asked as unknown as Record<string, (...given: readonly unknown[]) => unknown>)[name]?.(...args);
    } catch (error) {
      words.push(String(error));
    }
  }
  return words;
}

describe.each(Object.keys(matchers))('%s', (name) => {
  test.each<[string, readonly unknown[]]>([
    ['without an argument', []],
    ['with a hostile text', [evil]],
    ['with a list of them', [[evil]]],
    ['with a hostile name', [{ [evil]: 1 }]],
    [
      'with hostile values',
      [{ name: evil, sequenceNumber: evil, shardId: evil, records: [evil], only: evil, within: evil }],
    ],
    ['with a list of those', [[{ [evil]: evil }]]],
    ['with a list of values', [[{ name: evil, sequenceNumber: evil, shardId: evil, condition: evil, itemKey: evil }]]],
    ['with a number', [7]],
    ['with too many', [evil, evil]],
    ['with undefined', [undefined]],
  ])('%s', async (_, args) => {
    const words = [
      ...(await wordsOf(name, await evilTrace(), args)),
      ...(await wordsOf(name, await evilTrace({ isLost: true }), args)),
    ];

    expect(words.length).toBeGreaterThan(0);
    expect(words.filter(hasOrders)).toEqual([]);
  });

  test('of what is no trace', async () => {
    const words = [...(await wordsOf(name, evil, [])), ...(await wordsOf(name, { [evil]: evil }, []))];

    expect(words).toHaveLength(4);
    expect(words.filter(hasOrders)).toEqual([]);
  });
});

test('the message shows what stands there', async () => {
  const words = await wordsOf('toSettleEveryRecord', await evilTrace({ isLost: true }), []);

  expect(words.join()).toContain(String.raw`\u001b]0;owned\u0007\u009b31m%7F\u202e\u200f\u2066`); // The runtime writes DEL as %7F.
});
