import { expect, test } from '@jest/globals';
import { batchHandler } from '@millrace/handler';
import { inserted, orders } from '../orders.ts';

const quiet = { debug() {}, warn() {}, error() {} };

/** All ways to share `count` records among items, as the item of each: restricted growth strings, so none twice. */
function* itemAssignments(count: number): Generator<number[]> {
  if (count === 0) {
    yield [];
    return;
  }
  for (const shorter of itemAssignments(count - 1)) {
    for (let item = 0; item <= Math.max(-1, ...shorter) + 1; item++) yield [...shorter, item];
  }
}

/** The few records that all batches are made of, each made once. */
const records = new Map<string, ReturnType<typeof inserted>>();
function recordOf(index: number, item: number): ReturnType<typeof inserted> {
  const known = records.get(`${index} ${item}`) ?? inserted(index + 1, `item-${item}`);
  records.set(`${index} ${item}`, known);
  return known;
}

interface Case {
  readonly items: readonly number[];
  readonly failing: readonly boolean[];
  readonly concurrency: number;
  readonly isSlow: (index: number) => boolean;
}

async function run({ items, failing, concurrency, isSlow }: Case) {
  const started: number[] = [];
  const finished: number[] = [];
  const handler = batchHandler(
    orders,
    async (record) => {
      const index = Number(record.sequenceNumber) - 1;
      started.push(index);
      await Promise.resolve();
      for (let turn = 0; isSlow(index) && turn < 12; turn++) await Promise.resolve();
      finished.push(index);
      if (failing[index]) throw new Error('no');
    },
    { concurrency, logger: quiet },
  );
  const answer = await handler({ Records: items.map((item, index) => recordOf(index, item)) });
  return { answer, started, finished };
}

/** The first law that a case breaks, or undefined. Plain code instead of `expect`, which is too slow for this many. */
async function brokenLaw(story: Case): Promise<string | undefined> {
  const { items, failing, concurrency } = story;
  const { answer, started, finished } = await run(story);
  const lowest = failing.indexOf(true);
  const expected = lowest === -1 ? [] : [{ itemIdentifier: String(lowest + 1) }];
  if (JSON.stringify(answer.batchItemFailures) !== JSON.stringify(expected))
    return `answered ${JSON.stringify(answer)}`;
  if (finished.length !== started.length) return 'answered before what runs was done';
  for (let index = 0; index < (lowest === -1 ? items.length : lowest); index++) {
    if (!started.includes(index)) return `record ${index + 1}, before the failure, did not run`;
  }
  for (const [at, index] of started.entries()) {
    for (let earlier = 0; earlier < index; earlier++) {
      if (items[earlier] !== items[index]) continue;
      const when = finished.indexOf(earlier);
      if (when === -1 || started.indexOf(earlier) > at)
        return `record ${index + 1} overtook ${earlier + 1} of its item`;
      if (failing[earlier]) return `record ${index + 1} ran after ${earlier + 1} of its item failed`;
    }
    if (concurrency === 1 && lowest !== -1 && index > lowest) return `record ${index + 1} ran after the failure`;
  }
  return undefined;
}

const durations: [name: string, isSlow: (index: number) => boolean][] = [
  ['all equally fast', () => false],
  ['every second one slow', (index) => index % 2 === 0],
];

test.each(durations)(
  'every batch of up to 6 records, shared among items in every way, with every set of failures, side by side 1 to 3, %s: ' +
    'the lowest failure is answered, all before it ran, nothing of its item after it',
  async (_, isSlow) => {
    let cases = 0;
    const broken: string[] = [];
    for (let count = 0; count <= 6; count++) {
      for (const items of itemAssignments(count)) {
        for (let failures = 0; failures < 2 ** count; failures++) {
          const failing = items.map((_item, index) => (failures & (1 << index)) !== 0);
          for (const concurrency of [1, 2, 3]) {
            cases += 1;
            const law = await brokenLaw({ items, failing, concurrency, isSlow });
            if (law !== undefined) broken.push(`${JSON.stringify({ items, failing, concurrency })}: ${law}`);
          }
        }
      }
    }

    expect(broken).toEqual([]);
    // Bell numbers 1 1 2 5 15 52 203 times 2^count failure sets times 3.
    expect(cases).toBe(3 * (1 + 2 + 2 * 4 + 5 * 8 + 15 * 16 + 52 * 32 + 203 * 64));
  },
  60_000,
);
