import { describe, expect, jest, test } from '@jest/globals';
import { type CheckUp, checkUp, type CheckUpOptions } from '@millrace/explore/check';
import { join } from 'node:path';

const mapping = {
  StartingPosition: 'TRIM_HORIZON',
  FunctionResponseTypes: ['ReportBatchItemFailures'],
  MaximumRetryAttempts: 5,
  BisectBatchOnFunctionError: true,
};

const checked = (file: string, budgetMs = patientMs): Promise<CheckUp> =>
  checkUp({ handler: join(__dirname, 'handlers', file), mapping, keys: { orderId: 'S' }, budgetMs });

const codesOf = ({ findings }: CheckUp): readonly string[] => findings.map(({ code }) => code).toSorted();

// So long that no test depends on how fast the machine is; what hangs is cut off by the processor's time that it takes.
const patientMs = 600_000;
jest.setTimeout(patientMs);

describe('a check-up finds', () => {
  test.each([
    ['putsInOrder.mjs', []],
    ['ignoresStatus.mjs', ['repeatsOnRedelivery', 'swallowsErrors']],
    ['firstOnly.mjs', ['breaksOnRemove', 'repeatsOnRedelivery', 'skipsRecords']],
    ['putsAllAtOnce.mjs', ['breaksItemOrder', 'repeatsOnRedelivery', 'repeatsOnRetry']],
    ['forEachAsync.mjs', ['answersBeforeDone', 'breaksOnRemove', 'repeatsOnRedelivery', 'unhandledRejection']],
  ])('in %s: %j', async (file, codes) => {
    const found = await checked(file);

    expect(codesOf(found)).toEqual(codes);
  });
});

describe('a check-up ends', () => {
  test.each([
    ['hangs.mjs', /let go/],
    ['exits.mjs', /process\.exit\(3\)/],
    ['forgetsItsPromise.mjs', /nothing was left/],
    ['eatsMemory.mjs', /memory|let go/],
    ['eatsBuffers.mjs', /memory|let go/],
    ['waits.mjs', /no answer in 3000 ms/],
  ])('with %s', async (file, evidence) => {
    const { findings, counts } = await checked(file);

    expect(findings.map(({ code }) => code)).toEqual(['neverSettles']);
    expect(findings[0]?.evidence).toMatch(evidence);
    expect(counts.tried).toBe(1);
  });

  test('with a handler that starts a server in each call, and nothing listens in truth', async () => {
    const found = await checked('startsServer.mjs');

    expect(codesOf(found)).toEqual([]);
  });

  test('when the time is up, and tells what it has not tried', async () => {
    const { notTried, findings } = await checked('putsInOrder.mjs', 1);

    expect(findings).toEqual([]);
    expect(notTried.length).toBeGreaterThan(10);
  });

  test('with a handler that throws at load: nothing is tried, and the variable that it asked for is told', async () => {
    const { findings, notTried, counts, unset } = await checked('throwsAtLoad.mjs');

    expect(findings).toEqual([]);
    expect(counts.tried).toBe(0);
    expect(notTried[0]?.why).toContain('no TABLE undefined');
    expect(unset.map(({ name }) => name)).toEqual(['TABLE']);
  });
});

test('a handler that waits for longer than the check-up does is not tried: its time-out is longer still', async () => {
  const handler = join(__dirname, 'handlers', 'waits.mjs');

  const { findings, notTried, counts } = await checkUp({ handler, keys: { id: 'S' }, timeoutSeconds: 60 });

  expect(findings).toEqual([]);
  expect(counts.tried).toBe(0);
  expect(notTried[0]?.why).toMatch(/no answer in \d+ ms of real time; its time-out is 60000 ms|time/);
});

test('what is drawn by chance is no state between calls, and is done again under another id', async () => {
  const found = await checked('randomIds.mjs');

  expect(codesOf(found)).toEqual(['repeatsOnRedelivery', 'repeatsOnRetry']);
  expect(found.notTried.map(({ code }) => code)).toContain('skipsRecords');
});

test('a handler that fails with any record, as a setting is missing, is not said to need an image', async () => {
  const handler = join(__dirname, 'handlers', 'needsSettings.mjs');

  const { findings, unset } = await checkUp({
    handler,
    mapping,
    keys: { orderId: 'S' },
    view: 'NEW_IMAGE',
    budgetMs: patientMs,
  });

  expect(findings).toEqual([]);
  expect(unset.map(({ name }) => name)).toEqual(['API']);
});

test('a handler that sets its environment in each call keeps no state', async () => {
  expect(codesOf(await checked('setsItsEnvironment.mjs'))).toEqual([]);
});

test('why nothing is tried is said once, with what to do', async () => {
  const { notTried, counts } = await checked('needsSettings.mjs');

  expect(counts.tried).toBe(0);
  const reasons = new Set(notTried.map(({ why }) => why));
  expect([...reasons]).toEqual([
    expect.stringMatching(/fails with these records: .*needsSettings\.mjs:3\).*--records/),
  ]);
});

test('where a process ended, what it ended by is told', async () => {
  const { findings, notTried } = await checked('endsItsProcess.mjs');

  expect(findings.map(({ code }) => code)).toEqual(['unhandledRejection']);
  expect(notTried[0]?.why).toMatch(/ended by an unhandled rejection, Error: nobody hears of orderId-1/);
});

test('a package that is not there is told with what to do', async () => {
  const { notTried } = await checked('lacksPackage.mjs');

  expect(notTried[0]?.why).toMatch(/Cannot find package '@aws-sdk\/client-nothing'.*npm install/);
});

describe('the filters of the mapping', () => {
  const filtered = (pattern: object, more: Partial<CheckUpOptions> = {}, file = 'archivesDeleted.mjs') =>
    checkUp({
      handler: join(__dirname, 'handlers', file),
      mapping: { ...mapping, FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] } },
      keys: { orderId: 'S' },
      budgetMs: patientMs,
      ...more,
    });

  test('that pass deletions alone make a batch of deletions', async () => {
    const { findings, counts } = await filtered({ eventName: ['REMOVE'] });

    expect(findings).toEqual([]);
    expect(counts.effects).toBeGreaterThan(0);
  });

  test('that ask for attributes give them to the records that are made', async () => {
    const image = { kind: { S: ['order'] }, total: { M: { cents: { N: ['700'] } } }, at: { S: [{ prefix: '2026' }] } };

    const { findings, counts } = await filtered({ dynamodb: { NewImage: image } }, {}, 'putsInOrder.mjs');

    expect(findings).toEqual([]);
    expect(counts.effects).toBeGreaterThan(0);
  });

  test('that pass none of the records leave nothing tried', async () => {
    const dynamodb = { Keys: { orderId: { S: 'a' } }, NewImage: { orderId: { S: 'a' } }, SequenceNumber: '1' };
    const records = [{ eventSource: 'aws:dynamodb', eventName: 'INSERT' as const, dynamodb }];

    const { findings, counts, notTried } = await filtered(
      { dynamodb: { NewImage: { kind: { S: ['order'] } } } },
      { records },
    );

    expect(findings).toEqual([]);
    expect(counts.tried).toBe(0);
    expect(notTried[0]?.why).toMatch(/filters of the mapping pass none/);
  });
});

test('what depends on a mapping is not tried without one', async () => {
  const handler = join(__dirname, 'handlers', 'putsInOrder.mjs');

  const { notTried } = await checkUp({ handler, keys: { orderId: 'S' }, budgetMs: patientMs });

  expect(notTried.map(({ code }) => code)).toEqual([
    'mappingMismatch',
    'runsOnBehindFailure',
    'blocksShard',
    'losesInnocents',
  ]);
});

describe('records are made', () => {
  test('with what the handler reads, where it fails without', async () => {
    const found = await checked('readsItsImage.mjs');

    expect(found.recordsFrom).toBe('the keys of its table, with what it reads: email, total, address');
    expect(codesOf(found)).toEqual(['repeatsOnRedelivery', 'repeatsOnRetry']);
  });

  test('with what the handler reads of other changes than those of the batch: an attribute that only keys lack is no image', async () => {
    const found = await checked('readsAtModify.mjs');

    expect(found.recordsFrom).toBe('the keys of its table, with what it reads: visits');
    expect(codesOf(found)).toEqual([]);
  });

  test('of the kind of change that it has a use for', async () => {
    const found = await checked('keepsDeleted.mjs');

    expect(found.recordsFrom).toBe('the keys of its table, with a deletion by Time to Live');
    expect(codesOf(found)).toEqual([]);
    expect(found.counts.effects).toBeGreaterThan(0);
  });

  test('of the table whose stream the mapping reads, so that a write to it is known', async () => {
    const { findings } = await checkUp({
      handler: join(__dirname, 'handlers', 'countsWords.mjs'),
      mapping: {
        ...mapping,
        EventSourceArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/notes/stream/2026-01-01T00:00:00.000',
      },
      keys: { orderId: 'S' },
      env: { NOTES: 'notes' },
      budgetMs: patientMs,
    });

    expect(findings.map(({ code }) => code)).toEqual(['selfTriggerLoop']);
  });

  test('of a made-up key, where nothing says which keys the table has', async () => {
    const found = await checkUp({
      handler: join(__dirname, 'handlers', 'putsInOrder.mjs'),
      mapping,
      budgetMs: patientMs,
    });

    expect(found.recordsFrom).toMatch(/made up.*--key/);
  });

  test('from a stream that the module exports, where none are given', async () => {
    const handler = join(__dirname, 'handlers', 'exportsItsStream.ts');

    const found = await checkUp({ handler, mapping, budgetMs: patientMs });

    expect(codesOf(found)).toEqual([]);
    expect(found.counts.effects).toBeGreaterThan(0);
  });

  test('without an attribute, and for the other views where none is known: what comes of these is a note, no finding', async () => {
    const handler = join(__dirname, 'handlers', 'needsItsImage.mjs');
    const record = {
      eventSource: 'aws:dynamodb',
      eventName: 'INSERT' as const,
      dynamodb: { Keys: { id: { S: 'a' } }, NewImage: { id: { S: 'a' }, total: { N: '1' } }, SequenceNumber: '1' },
    };

    const { findings, notes } = await checkUp({ handler, mapping, records: [record], budgetMs: patientMs });

    expect(findings).toEqual([]);
    expect(notes.map((note) => note.replace(/, the call.*/, ''))).toEqual([
      'With an item that has only its keys, as another entity',
      'With StreamViewType KEYS_ONLY',
      'With StreamViewType OLD_IMAGE',
    ]);
  });
});
