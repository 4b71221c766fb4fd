import { describe, expect, test } from '@jest/globals';
import { newBatch, type Batch } from '../src/core/batch.ts';
import { judge, type Verdict } from '../src/core/judge.ts';
import type { PollerRules } from '../src/core/pollerRules.ts';
import { defaultSemantics, type Semantics } from '../src/core/semantics.ts';
import { lifeOf } from '../src/trace/lifeOf.ts';
import {
  calls,
  discards,
  documents,
  record,
  records,
  reporting,
  reports,
  run,
  toQueue,
  type Setup,
} from './fixtures.ts';

const numbers = ['8', '9', '10', '11'] as const;

/** A batch of four records; 8 and 9 come before 10 and 11 as numbers and after them as texts. */
const batch: Batch = newBatch(
  0,
  'new',
  numbers.map((sequenceNumber, position) => ({
    sequenceNumber,
    previousSequenceNumber: numbers[position - 1],
    position,
    itemKey: sequenceNumber,
    createdAtMs: 0,
    payloadBytes: 100,
    payloadBytesAtMost: 100,
    wire: record(sequenceNumber),
  })),
);

interface Rules {
  readonly reportsFailures?: boolean;
  readonly tumblingWindowMs?: number;
  readonly semantics?: Partial<Semantics>;
}

function rules({ reportsFailures = true, tumblingWindowMs = 0, semantics = {} }: Rules): PollerRules {
  return {
    batchSize: 100,
    batchingWindowMs: 0,
    parallelizationFactor: 1,
    maximumRetryAttempts: 0,
    maximumRecordAgeMs: Infinity,
    bisects: false,
    reportsFailures,
    tumblingWindowMs,
    matches: undefined,
    latestGaps: [],
    skipsCreatedBeforeMs: -Infinity,
    epochMs: 0,
    semantics: { ...defaultSemantics, ...semantics },
  };
}

function verdict(response: unknown, options: Rules = {}): string {
  return named(judge({ kind: 'returned', response, responseBytes: 100 }, batch, rules(options)));
}

function named(given: Verdict): string {
  switch (given.kind) {
    case 'success':
      return 'success';
    case 'progress':
      return `progress to ${numbers[given.firstFailed]}`;
    case 'failure':
      return `${given.reason} ${given.functionError}`;
  }
}

/** Section 4 of the specification: what counts as all processed, and what as nothing processed. */
const succeeding: readonly unknown[] = [
  undefined,
  null,
  '',
  [],
  {},
  { batchItemFailures: [] },
  { batchItemFailures: null },
  { batchItemFailures: undefined },
  { somethingElse: [{ itemIdentifier: '8' }] },
  'ok',
  5,
  0,
  true,
  false,
  [1],
  [{ itemIdentifier: '8' }],
  { BatchItemFailures: [{ itemIdentifier: '8' }] },
];
const malformed: readonly unknown[] = [
  { batchItemFailures: [{ itemIdentifier: '' }] },
  { batchItemFailures: [{ itemIdentifier: null }] },
  { batchItemFailures: [{}] },
  { batchItemFailures: [{ foo: '8' }] },
  { batchItemFailures: [{ foo: null }] },
  { batchItemFailures: [{ ItemIdentifier: '8' }] },
  { batchItemFailures: [{ itemIdentifier: 123 }] },
  { batchItemFailures: [{ itemIdentifier: '12' }] },
  { batchItemFailures: [{ itemIdentifier: '08' }] },
  { batchItemFailures: [{ itemIdentifier: 9 }] },
  { batchItemFailures: [{ itemIdentifier: ['9'] }] },
  { batchItemFailures: [null] },
  { batchItemFailures: ['9'] },
  { batchItemFailures: [['9']] },
  { batchItemFailures: [{ itemIdentifier: '9' }, { itemIdentifier: '12' }] },
  { batchItemFailures: [{ itemIdentifier: '9' }, null] },
  { batchItemFailures: {} },
  { batchItemFailures: '9' },
  { batchItemFailures: 9 },
  { batchItemFailures: true },
];

const shown = (response: unknown): [string, unknown] => [JSON.stringify(response) ?? 'nothing', response];

describe('judging an answer with reporting on', () => {
  test.each(succeeding.map(shown))('S21: %s reports nothing: the batch is processed', (_, response) => {
    expect(verdict(response)).toBe('success');
  });

  test.each(malformed.map(shown))(
    'S23: %s is malformed: the whole batch failed, without functionError',
    (_, response) => {
      expect(verdict(response)).toBe('malformedReport null');
    },
  );

  test('S21: of every set of reported records, in every order, the lowest number decides', () => {
    for (let set = 1; set < 16; set++) {
      const reported = numbers.filter((_, index) => (set >> index) % 2 === 1);
      const expected = reported[0] === '8' ? 'firstRecordReported null' : `progress to ${reported[0]}`;
      for (const order of permutations(reported)) {
        const entries = order.map((itemIdentifier) => ({ itemIdentifier }));
        expect(verdict({ batchItemFailures: entries })).toBe(expected);
      }
    }
  });

  test('S21: a number that is reported twice counts as once', () => {
    expect(verdict({ batchItemFailures: [{ itemIdentifier: '10' }, { itemIdentifier: '10' }] })).toBe('progress to 10');
  });

  test('S30: a function error and a time-out are failures with functionError Unhandled', () => {
    const error = { errorType: 'Error', errorMessage: '' };

    expect(named(judge({ kind: 'functionError', error }, batch, rules({})))).toBe('functionError Unhandled');
    expect(named(judge({ kind: 'timeout' }, batch, rules({})))).toBe('timeout Unhandled');
  });

  test('S8: an answer over 6 MB is a function error, whatever it says', () => {
    const answer = (responseBytes: number) => ({ kind: 'returned', response: null, responseBytes }) as const;
    const limit = defaultSemantics.responseLimitBytes;

    expect(named(judge(answer(limit), batch, rules({})))).toBe('success');
    expect(named(judge(answer(limit + 1), batch, rules({})))).toBe('responseTooLarge Unhandled');
  });
});

describe('what a verdict rests on', () => {
  const accepting: Rules = { semantics: { numericIdentifier: 'accepted' } };
  const reportOf = (...identifiers: unknown[]) => ({
    batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })),
  });

  function assumptionOf(response: unknown): string | undefined {
    return judge({ kind: 'returned', response, responseBytes: 100 }, batch, rules({})).assumption;
  }

  test.each([undefined, null, '', [], {}, reportOf(), { batchItemFailures: null }, reportOf('9', '10')].map(shown))(
    'U3: %s is documented, so nothing is assumed',
    (_, response) => {
      expect(assumptionOf(response)).toBeUndefined();
    },
  );

  test('U3: only a number that equals a sequence number of the batch rests on how numbers are read', () => {
    expect(assumptionOf(reportOf(9))).toBe('numericIdentifier');
    expect(assumptionOf(reportOf('10', 9))).toBe('numericIdentifier');
    expect(assumptionOf(reportOf(12))).toBeUndefined();
    expect(assumptionOf(reportOf('10', 12))).toBe('mixedReport');
  });

  test('U3: where numbers are accepted, texts are read as ever', () => {
    expect(verdict(reportOf('9'), accepting)).toBe('progress to 9');
    expect(verdict(reportOf('10', 9), accepting)).toBe('progress to 9');
    expect(verdict(reportOf(12), accepting)).toBe('malformedReport null');
    expect(verdict(reportOf(null), accepting)).toBe('malformedReport null');
  });
});

describe('what a trace says of a malformed report', () => {
  const toldOf = async (response: unknown, setup: Setup = {}): Promise<readonly (readonly [string, string])[]> => {
    const trace = await run({
      records: numbers.map((number) => record(number)),
      handler: async () => response,
      ...setup,
      mapping: { ...reports, ...toQueue, MaximumRetryAttempts: 1, ...setup.mapping },
    });
    return trace.warnings.map(({ code, message }) => [code, message] as const);
  };
  const reported = (...batchItemFailures: readonly unknown[]) => ({ batchItemFailures });
  const consequence =
    'so the whole batch counts as failed (S23). Answer with { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] }; of a decoded record that is record.sequenceNumber.';

  test.each<[unknown, string]>([
    [
      reported({ itemIdentifier: 'event-9' }),
      'reports the itemIdentifier "event-9", the eventID of record 9 and no sequence number of its batch',
    ],
    [reported({ itemIdentifier: '12' }), 'reports the itemIdentifier "12", which is no sequence number of its batch'],
    [reported({ itemIdentifier: 9 }), 'reports the itemIdentifier 9, a number, where sequence numbers are texts'],
    [reported({ itemIdentifier: 12 }), 'reports the itemIdentifier 12, which is no sequence number of its batch'],
    [reported({ itemIdentifier: null }), 'reports the itemIdentifier null, which is no sequence number of its batch'],
    [reported({ foo: '9' }), 'reports {"foo":"9"}, which has no `itemIdentifier`: its `foo` belongs there'],
    [reported('9'), 'reports "9", where Lambda expects an object'],
    [reported(null), 'reports null, where Lambda expects an object'],
    [reported(['9']), 'reports ["9"], where Lambda expects an object'],
    [{ batchItemFailures: '9' }, 'answers with "9" as `batchItemFailures`, which is no list'],
    [{ batchItemFailures: {} }, 'answers with {} as `batchItemFailures`, which is no list'],
  ])('S23: what is wrong with %j, and what to answer instead', async (response, what) => {
    expect(await toldOf(response)).toEqual([['malformedReport', `The handler ${what}, ${consequence}`]]);
  });

  test.each(malformed.map(shown))('a report that is judged malformed is explained: %s', async (_, response) => {
    const isCapitalised = JSON.stringify(response).includes('ItemIdentifier');

    expect((await toldOf(response)).map(([code]) => code)).toEqual([
      isCapitalised ? 'capitalisedReportKey' : 'malformedReport',
    ]);
  });

  test.each(succeeding.map(shown))('an answer that is no malformed report is not: %s', async (_, response) => {
    expect((await toldOf(response)).map(([code]) => code)).not.toContain('malformedReport');
  });

  test('where an answer of another form is read as malformed, that is said', async () => {
    const semantics = { nonObjectResponse: 'failure' } as const;

    for (const response of ['ok', [1]]) {
      const what = `The handler answers with ${JSON.stringify(response)}, which is no object`;
      expect(await toldOf(response, { semantics })).toEqual([['malformedReport', `${what}, ${consequence}`]]);
    }
  });

  test('each kind of mistake is told once, by the first that makes it; what is right beside it is not told', async () => {
    const identifiers = ['10', 'event-8', 'event-9', '12', '13', 9];
    const told = await toldOf(reported(...identifiers.map((itemIdentifier) => ({ itemIdentifier }))), {
      mapping: { BatchSize: 4, BisectBatchOnFunctionError: true },
      semantics: { numericIdentifier: 'accepted' },
      untilMs: 0,
    });

    expect(told.map(([, message]) => /itemIdentifier ("?[\w-]+"?),/.exec(message)?.[1])).toEqual(['"event-8"', '"12"']);
  });

  test('what is judged by its valid entries, is not heard, or fails for another reason is no malformed report', async () => {
    const mixed = reported({ itemIdentifier: '9' }, { itemIdentifier: 'event-10' });
    const useValidEntries = { semantics: { mixedReport: 'useValidEntries' }, untilMs: 0 } as const;

    expect(await toldOf(mixed, { ...useValidEntries, mapping: { BatchSize: 2 } })).toEqual([]);
    expect((await toldOf(mixed, { mapping: { FunctionResponseTypes: [] } })).map(([code]) => code)).toEqual([
      'reportIgnored',
    ]);
    expect(await toldOf(mixed, { mapping: { TumblingWindowInSeconds: 10 } })).toEqual([]); // It has no state (S51).
  });

  test('it is told when the answer is judged, and an answer that JSON cannot hold does not harm it', async () => {
    const trace = await run({
      records: [record(1)],
      handler: async () => reported({ itemIdentifier: 12n }),
      isolation: 'none',
      invocationDurationMs: 700,
      mapping: { ...reports, ...toQueue, MaximumRetryAttempts: 0 },
    });

    expect(trace.warnings).toEqual([
      {
        code: 'malformedReport',
        message: `The handler reports the itemIdentifier 12, which is no sequence number of its batch, ${consequence}`,
        atMs: 700,
      },
    ]);
    const said = '(no JSON: TypeError: Do not know how to serialize a BigInt)';
    expect(trace.toText()).toContain(`malformedReport ${said}`);
    expect(lifeOf(trace, '1').join()).toContain(`malformed report, the whole batch failed: ${said}`);
  });
});

describe('judging an answer with reporting off', () => {
  test.each([...succeeding, ...malformed].map(shown))('S20: %s is ignored', (_, response) => {
    expect(verdict(response, { reportsFailures: false })).toBe('success');
  });

  test('S20: a handler that reports to a mapping that does not listen is warned about, once', async () => {
    const trace = await run({ records: records(4), mapping: { BatchSize: 2 }, handler: reporting(1, 3) });

    expect(calls(trace)).toBe('[1,2] [3,4]');
    expect(trace.checkpoints.at(-1)?.sequenceNumber).toBe('4');
    expect(trace.events.filter((event) => event.type === 'warned' && event.code === 'reportIgnored')).toHaveLength(1);
  });
});

describe('judging an answer within a tumbling window', () => {
  const window = { tumblingWindowMs: 10_000 };

  test.each([null, undefined, '', 'text', 5, [], [1], {}, { state: null }, { batchItemFailures: [] }].map(shown))(
    'S51: %s has no state: the call failed, reporting or not',
    (_, response) => {
      expect(verdict(response, window)).toBe('stateMissing null');
      expect(verdict(response, { ...window, reportsFailures: false })).toBe('stateMissing null');
    },
  );

  test.each([{}, [], 0, '', false, 'text', { count: 1 }].map(shown))('S51: a state may be any JSON: %s', (_, state) => {
    expect(verdict({ state }, window)).toBe('success');
  });

  test('S56: an answer may carry a state and a report', () => {
    const response = { state: { count: 1 }, batchItemFailures: [{ itemIdentifier: '9' }] };

    expect(verdict(response, window)).toBe('progress to 9');
    expect(verdict(response, { ...window, reportsFailures: false })).toBe('success');
  });
});

describe('what follows a report', () => {
  test('S21: a report with progress starts a new batch with a fresh budget; the progress is not counted', async () => {
    const trace = await run({
      records: records(6),
      handler: reporting(6),
      mapping: { ...reports, ...toQueue, BatchSize: 3, MaximumRetryAttempts: 3 },
    });

    expect(calls(trace)).toBe('[1,2,3] [4,5,6] [6] [6] [6] [6]');
    expect(discards(trace)).toEqual(['[6] RetryAttemptsExhausted 4']);
    expect(trace.invocations.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 2, 3, 4]);
  });

  test('S21: the checkpoint stands just before the reported record, the suffix goes at once under a new request id', async () => {
    const trace = await run({ records: records(3), handler: reporting(3), mapping: reports, untilMs: 0 });

    expect(trace.checkpoints).toEqual([expect.objectContaining({ sequenceNumber: '2', atMs: 0 })]);
    expect(trace.invocations.map(({ startedAtMs }) => startedAtMs)).toEqual([0, 0]);
    expect(new Set(trace.invocations.map(({ requestId }) => requestId)).size).toBe(2);
  });

  test('S22: without bisect the whole suffix is discarded with the poison record, unprocessed neighbours included', async () => {
    const trace = await run({
      records: records(5),
      handler: reporting(2),
      mapping: { ...reports, ...toQueue, BatchSize: 4, MaximumRetryAttempts: 1 },
    });

    expect(calls(trace)).toBe('[1,2,3,4] [2,3,4] [2,3,4] [5]');
    expect(discards(trace)).toEqual(['[2,3,4] RetryAttemptsExhausted 2']);
    expect(documents(trace)[0]?.DDBStreamBatchInfo).toMatchObject({
      startSequenceNumber: '2',
      endSequenceNumber: '4',
      batchSize: 3,
    });
    expect(documents(trace)[0]?.responseContext?.functionError).toBeNull();
  });

  test('S23: a report that names the first record of its batch is a failure of the whole batch', async () => {
    const trace = await run({
      records: records(3),
      handler: reporting(1, 3),
      mapping: { ...reports, MaximumRetryAttempts: 1 },
    });

    expect(calls(trace)).toBe('[1,2,3] [1,2,3]');
    expect(discards(trace)).toEqual(['[1,2,3] RetryAttemptsExhausted 2']);
  });

  test('S24: progress at every call never exhausts a budget, even without retries', async () => {
    const trace = await run({
      records: records(4),
      handler: (event: { Records: { dynamodb: { SequenceNumber: string } }[] }) => ({
        batchItemFailures: event.Records.slice(1).map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })),
      }),
      mapping: { ...reports, MaximumRetryAttempts: 0 },
    });

    expect(calls(trace)).toBe('[1,2,3,4] [2,3,4] [3,4] [4]');
    expect(discards(trace)).toEqual([]);
  });

  test('S25: a suffix is not topped up with newer records', async () => {
    const trace = await run({
      records: records(6),
      handler: reporting(3),
      mapping: { ...reports, BatchSize: 3, MaximumRetryAttempts: 1 },
    });

    expect(calls(trace)).toBe('[1,2,3] [3] [3] [4,5,6]');
  });
});

function permutations<Value>(values: readonly Value[]): Value[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((value, index) => {
    return permutations(values.toSpliced(index, 1)).map((rest) => [value, ...rest]);
  });
}
