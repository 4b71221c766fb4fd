/**
 * Speed of compiled filters, in records a second, on one core. From the root:
 *
 *   npx tsx --conditions=@millrace/source test/bench/filter.ts [folder of the library]
 *
 * Every round runs every contender once over the same 1000 records, in an order that rotates, so that a slow moment of
 * the machine hits all of them; the figures are medians over the rounds.
 *
 * The library compared with is the matcher in @coorpacademy/serverless-offline-eventbridge 1.0.1. It brings 148
 * packages and 79 MB, so it is no dependency of this workspace: install it in an empty folder
 * (`npm install --ignore-scripts @coorpacademy/serverless-offline-eventbridge@1.0.1`) and name that folder.
 */
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { compileFilterCriteria } from '@millrace/simulator';
import cases from '../conformance/cases/filters.json' with { type: 'json' };

const rounds = 41;
const recordCount = 1000;

/** A record of 16 attributes, through JSON as records are on Lambda; every third is of each kind. */
const records: readonly unknown[] = Array.from({ length: recordCount }, (_, index) => {
  const image = (status: string): unknown => ({
    pk: { S: `order#${index}` },
    sk: { S: 'v0' },
    status: { S: status },
    total: { N: '149.9' },
    quantity: { N: String(index % 9) },
    gift: { BOOL: index % 2 === 0 },
    coupon: { NULL: true },
    email: { S: `customer-${index}@example.com` },
    note: { S: '' },
    address: { M: { city: { S: 'Lyon' }, zip: { S: '69001' } } },
    lines: { L: [{ M: { sku: { S: 'A-1' }, n: { N: '2' } } }, { M: { sku: { S: 'B-7' }, n: { N: '1' } } }] },
    tags: { SS: ['new', 'vip'] },
    marks: { NS: ['1', '2'] },
    channel: { S: index % 2 === 0 ? 'web' : 'shop' },
    country: { S: 'FR' },
    updatedAt: { S: '2026-11-23T10:15:30.000Z' },
  });
  const eventName = ['INSERT', 'MODIFY', 'REMOVE'][index % 3];
  return JSON.parse(
    JSON.stringify({
      eventID: String(index).padStart(32, '0'),
      eventName,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-west-1',
      dynamodb: {
        ApproximateCreationDateTime: 1_790_000_000 + index,
        Keys: { pk: { S: `order#${index}` }, sk: { S: 'v0' } },
        ...(eventName === 'REMOVE' ? {} : { NewImage: image(index % 5 === 0 ? 'OPEN' : 'PAID') }),
        ...(eventName === 'INSERT' ? {} : { OldImage: image('OPEN') }),
        SequenceNumber: String(4_421_584_500_000 + index),
        SizeBytes: 500,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000',
    }),
  ) as unknown;
});

const patterns: readonly { readonly what: string; readonly pattern: unknown; readonly target?: number }[] = [
  { what: 'eventName', pattern: { eventName: ['INSERT'] }, target: 1_000_000 },
  { what: 'one attribute', pattern: { dynamodb: { NewImage: { status: { S: ['PAID'] } } } } },
  {
    what: 'three attributes',
    pattern: {
      dynamodb: {
        NewImage: { status: { S: ['PAID'] }, country: { S: ['FR'] }, email: { S: [{ prefix: 'customer' }] } },
      },
    },
    target: 300_000,
  },
  {
    what: 'change of status',
    pattern: { dynamodb: { NewImage: { status: { S: ['PAID'] } }, OldImage: { status: { S: ['OPEN'] } } } },
  },
  {
    what: '$or of two attributes',
    pattern: { dynamodb: { NewImage: { $or: [{ channel: { S: ['web'] } }, { gift: { BOOL: [true] } }] } } },
  },
  {
    what: 'two fields of one list element',
    pattern: { dynamodb: { NewImage: { lines: { L: { M: { sku: { S: ['B-7'] }, n: { N: ['1'] } } } } } } },
  },
];

type Matches = (record: unknown) => boolean;

const library = libraryMatcher(process.argv[2]);
const contenders = patterns.flatMap(({ what, pattern, target }) => [
  {
    what,
    who: 'millrace',
    matches: compileFilterCriteria({ Filters: [{ Pattern: JSON.stringify(pattern) }] }),
    target,
  },
  ...(library === undefined ? [] : [{ what, who: 'library', matches: library(pattern), target: undefined }]),
]);

const measured = contenders.map((contender) => ({ ...contender, rates: [] as number[], matched: 0 }));
for (let round = -5; round < rounds; round++) {
  for (let turn = 0; turn < measured.length; turn++) {
    const contender = measured[(turn + round + 5) % measured.length];
    if (contender === undefined) continue;
    const started = process.hrtime.bigint();
    contender.matched = 0;
    for (const record of records) if (contender.matches(record)) contender.matched++;
    // The rounds below zero warm up.
    if (round >= 0) contender.rates.push((recordCount * 1e9) / Number(process.hrtime.bigint() - started));
  }
}

console.log(`Node ${process.version}, ${rounds} rounds of ${recordCount} records; medians`);
for (const { what, who, rates, matched, target } of measured) {
  const median = rates.toSorted((a, b) => a - b)[Math.floor(rates.length / 2)] ?? 0;
  const wanted = target === undefined ? '' : `  wanted ${inWords(target)}: ${median >= target ? 'met' : 'MISSED'}`;
  console.log(
    `${what.padEnd(32)} ${who.padEnd(9)} ${inWords(median).padStart(16)}  ${String(matched).padStart(4)} match${wanted}`,
  );
}
if (library === undefined) console.log('The library was not measured: name the folder it is installed in.');
else {
  console.log(
    'Where the numbers of matches differ, the library is wrong: it takes $or from the top only and enters no list of maps.',
  );
  console.log(casesOf(library));
}

function inWords(rate: number): string {
  return `${Math.round(rate).toLocaleString('en')} records/s`;
}

/** The library takes the pattern with each call. Only below `detail` does it go into nested fields. */
function libraryMatcher(folder: string | undefined): ((pattern: unknown) => Matches) | undefined {
  if (folder === undefined) return undefined;
  const load = createRequire(join(resolve(folder), 'index.js'));
  const { matchesPattern } = load('@coorpacademy/serverless-offline-eventbridge/src/eventbridge.js') as {
    matchesPattern: (pattern: unknown, event: unknown) => boolean;
  };
  return (pattern) => (record) => matchesPattern({ detail: pattern }, { detail: record });
}

/** How the library does on the cases that the simulator passes. A pattern that it throws for counts as refused. */
function casesOf(matcher: (pattern: unknown) => Matches): string {
  const count = { right: 0, wrong: 0, accepted: 0 };
  for (const { pattern, record, ...expected } of cases) {
    const isRefused = 'error' in expected;
    let answer: boolean | undefined;
    try {
      answer = matcher(typeof pattern === 'string' ? JSON.parse(pattern) : pattern)(record);
    } catch {
      // No answer: refused.
    }
    if (isRefused && answer !== undefined) count.accepted++;
    else if (answer === ('matches' in expected ? expected.matches : undefined)) count.right++;
    else count.wrong++;
  }
  return `Of the ${cases.length} cases the library gets ${count.right} right, answers ${count.wrong} wrongly, and accepts ${count.accepted} patterns that AWS refuses.`;
}
