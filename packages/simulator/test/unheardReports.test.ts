import { describe, expect, test } from '@jest/globals';
import { runInNewContext } from 'node:vm';
import { checkSettled } from '../src/index.ts';
import { record, records, reports, run, toQueue } from './fixtures.ts';

const entry = { itemIdentifier: '2' };
const report = { batchItemFailures: [entry] };
const otherKeys = [
  'batchItemFailure',
  'BatchItemFailures',
  'batchitemfailures',
  'batch_item_failures',
  'batch-item-failures',
  'BATCH_ITEM_FAILURES',
  'batchItemFailues',
  'batchItemsFailures',
  'itemFailures',
  'batchFailures',
];
const expected = '{ batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] }';

/** What the handler answers with, what the warning calls it, and its remedy. */
const answers: readonly (readonly [what: string, answer: unknown, found: string, remedy: string])[] = [
  ...otherKeys
    .filter((key) => key !== 'BatchItemFailures')
    .map((key) => [key, { [key]: [entry] }, `\`${key}\``, `answer with ${expected}.`] as const),
  ['a single entry, no list', { batchItemFailure: entry }, '`batchItemFailure`', `answer with ${expected}.`],
  ['texts as entries', { batch_item_failures: ['2'] }, '`batch_item_failures`', `answer with ${expected}.`],
  [
    'beside an empty report',
    { batchItemFailures: [], batchItemFailure: [entry] },
    '`batchItemFailure`',
    'Lambda reads',
  ],
  ['a JSON text', JSON.stringify(report), 'a JSON text that holds a report', 'Answer with the object itself'],
  [
    'a JSON text of a list',
    JSON.stringify([entry]),
    'a JSON text that holds a report',
    'Answer with the object itself',
  ],
  [
    'API Gateway',
    { statusCode: 200, body: JSON.stringify(report) },
    'an answer for API Gateway',
    'No API Gateway is there',
  ],
  [
    'API Gateway, with an object',
    { statusCode: 207, body: report },
    'an answer for API Gateway',
    'No API Gateway is there',
  ],
  ['a bare list', [entry], 'a bare list of failures', `Put the list into an object: ${expected}.`],
  ['a bare list of sequence numbers by name', [{ sequenceNumber: '2' }], 'a bare list of failures', 'Put the list'],
  ['a list in a list', [[entry], []], 'a bare list of failures', 'Put the list'],
  ['a list of reports', [{ batchItemFailures: [] }, report], 'a bare list of failures', 'Put the list'],
  ['a Buffer', Buffer.from(JSON.stringify(report)), 'a Buffer that holds a report', 'Answer with the object itself'],
  ['nested, as a JSON text', { payload: JSON.stringify(report) }, 'a report inside of `payload`', 'at the top'],
  ['nested', { result: report }, 'a report inside of `result`', 'at the top of the answer only'],
  [
    'nested twice',
    { data: { response: report } },
    'a report inside of `data.response`',
    'at the top of the answer only',
  ],
  [
    'nested with another name',
    { result: { batch_item_failures: [entry] } },
    'a report inside of `result`',
    'at the top',
  ],
  [
    'allSettled',
    [{ status: 'fulfilled' }, { status: 'rejected', reason: {} }],
    'what Promise.allSettled came to',
    'Report each',
  ],
];

describe('a report that Lambda does not hear is told, whatever it looks like', () => {
  test.each(answers)('%s', async (_, answer, found, remedy) => {
    const trace = await run({
      records: records(3),
      handler: async () => answer,
      mapping: { ...toQueue, ...reports, MaximumRetryAttempts: 0 },
    });

    expect(trace.invocations[0]?.outcome).toBe('success');
    expect(trace.warnings).toMatchObject([{ code: 'reportUnheard', message: expect.stringContaining(found) }]);
    expect(trace.warnings[0]?.message).toContain(remedy);
    const findings = checkSettled(trace);
    expect(findings).toMatchObject([{ code: 'reportUnheard', message: expect.stringContaining(remedy) }]);
    expect(findings[0]?.sequenceNumbers).toEqual(found.includes('allSettled') ? ['1', '2', '3'] : ['2']);
  });

  test('with reporting off, that is said too', async () => {
    const handler = async () => ({ batch_item_failures: [entry] });
    const { warnings } = await run({ handler, mapping: { ...toQueue, MaximumRetryAttempts: 0 } });

    expect(warnings[0]?.message).toContain("FunctionResponseTypes does not contain 'ReportBatchItemFailures' either");
  });

  test.each([
    ['an error', () => new Error('caught')],
    ['a list with an error', () => [1, new Error('caught')]],
    ['an error in an object', () => ({ results: [{ outcome: new Error('caught') }] })],
    ['an error of another realm', () => runInNewContext("new TypeError('caught')")],
  ])('%s that is returned', async (_, error: () => unknown) => {
    for (const handler of [
      async () => error(),
      (_e: unknown, _c: unknown, callback: (...answer: unknown[]) => void) => callback(null, error()),
    ]) {
      const trace = await run({ handler, mapping: { ...toQueue, MaximumRetryAttempts: 0 } });

      expect(trace.invocations[0]).toMatchObject({ outcome: 'success', response: expect.anything() });
      expect(trace.warnings.map(({ code }) => code)).toContain('returnedError');
      expect(checkSettled(trace).map(({ code }) => code)).toEqual(['reportUnheard']);
    }
  });

  test.each<[string, unknown]>([
    ['a Map', new Map([['batchItemFailures', [entry]]])],
    ['a Map with another name', new Map([['batch_item_failures', [entry]]])],
    ['a Set', new Set([entry])],
  ])('a report in %s is {} in JSON', async (_, answer) => {
    const trace = await run({ handler: async () => answer, mapping: { ...toQueue, MaximumRetryAttempts: 0 } });

    expect(trace.invocations[0]).toMatchObject({ outcome: 'success', response: {} });
    expect(trace.warnings.map(({ code }) => code)).toEqual(['returnedCollection']);
    expect(checkSettled(trace).map(({ code }) => code)).toEqual(['reportUnheard']);
  });

  test.each<[string, unknown]>([
    [
      'a getter of its class',
      new (class {
        get batchItemFailures() {
          return [entry];
        }
      })(),
    ],
    ['what it inherits', Object.create(report)],
    ['a hidden property', Object.defineProperty({}, 'batchItemFailures', { value: [entry] })],
    ['a symbol', { [Symbol('batchItemFailures')]: [entry] }],
    ['a property of a list', Object.assign([], report)],
    ['entries of a list that have names', { batchItemFailures: Object.assign([], { two: entry }) }],
    ['what its toJSON leaves out', { ...report, toJSON: () => ({ done: true }) }],
  ])('a report in %s is not in the JSON', async (_, answer) => {
    const mapping = { ...toQueue, ...reports, MaximumRetryAttempts: 0 };
    const trace = await run({ handler: async () => answer, mapping });

    expect(trace.invocations[0]).toMatchObject({ outcome: 'success' });
    expect(trace.warnings.map(({ code }) => code)).toEqual(['returnedHidden']);
    expect(checkSettled(trace).map(({ code }) => code)).toEqual(['reportUnheard']);
  });

  test.each<[string, unknown]>([
    [
      'of a class',
      new (class {
        batchItemFailures = [];
        get failed() {
          return [entry];
        }
      })(),
    ],
    [
      'that throws',
      new (class {
        get batchItemFailures() {
          throw new Error('later');
        }
      })(),
    ],
  ])('a getter %s that reports nothing is nothing to tell', async (_, answer) => {
    const trace = await run({
      handler: async () => answer,
      mapping: { ...toQueue, ...reports, MaximumRetryAttempts: 0 },
    });

    expect(trace.warnings).toEqual([]);
  });

  test('bare sequence numbers may be those of what was processed: told, and no problem', async () => {
    const trace = await run({
      records: [record('000000000000000000001')],
      handler: async () => ['000000000000000000001'],
      mapping: { ...toQueue, ...reports, MaximumRetryAttempts: 0 },
    });

    expect(trace.warnings).toMatchObject([
      { code: 'sequenceNumbersAnswered', message: expect.stringContaining('a bare list of sequence numbers') },
    ]);
    expect(checkSettled(trace)).toEqual([]);
  });

  test.each<[string, (event: unknown) => unknown]>([
    ['a generator', function* () {}],
    ['an async generator', async function* () {}],
  ])('%s as a handler never runs', async (_, handler) => {
    for (const runtime of ['nodejs22.x', 'nodejs24.x'] as const) {
      const trace = await run({ handler, runtime, mapping: { ...toQueue, MaximumRetryAttempts: 0 } });

      expect(trace.warnings.map(({ code }) => code)).toContain('returnedGenerator');
      expect(checkSettled(trace).map(({ code }) => code)).toEqual(['reportUnheard']);
    }
  });

  test.each<[string, unknown]>([
    ['statusCode', { statusCode: 500, body: 'failed' }],
    ['success', { success: false }],
    ['ok', { ok: false }],
    ['status', { status: 'error' }],
    ['error', { error: new Error('lost') }],
    ['errors', { batchItemFailures: [], errors: ['lost'] }],
    ['failed', { processed: 3, failed: 1 }],
  ])('%s that says that something failed', async (key, answer) => {
    const mapping = { ...toQueue, ...reports, MaximumRetryAttempts: 0 };
    const trace = await run({ handler: async () => answer, mapping });

    expect(trace.warnings).toMatchObject([
      { code: 'reportUnheard', message: expect.stringContaining(`The handler answers with \`${key}\``) },
    ]);
    expect(checkSettled(trace)).toMatchObject([{ code: 'reportUnheard' }]);
  });

  test('a report without a promise, on a runtime that does not hear it', async () => {
    const options = { handler: () => report, mapping: { ...toQueue, ...reports, MaximumRetryAttempts: 0 } };

    const deaf = await run({ ...options, runtime: 'nodejs22.x' });
    const hearing = await run({ ...options, runtime: 'nodejs24.x' });

    expect(checkSettled(deaf)).toMatchObject([{ code: 'reportUnheard' }]);
    expect(checkSettled(hearing).map(({ code }) => code)).not.toContain('reportUnheard');
  });

  test.each([
    ['messageId', { messageId: '2' }],
    ['ItemIdentifer', { ItemIdentifer: '2' }],
    ['sequenceNumber', { sequenceNumber: '2' }],
    ['id', { id: '2' }],
  ])('%s in place of itemIdentifier is named, with what belongs there', async (key, wrong) => {
    const trace = await run({
      records: records(3),
      handler: async () => ({ batchItemFailures: [wrong] }),
      mapping: { ...toQueue, ...reports, MaximumRetryAttempts: 0 },
    });

    expect(trace.invocations[0]?.outcome).toBe('malformedReport');
    expect(trace.warnings[0]?.message).toContain(`has no \`itemIdentifier\`: its \`${key}\` belongs there`);
  });
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['an empty report', { batchItemFailures: [] }],
  [
    'counts and words of a success',
    { statusCode: 200, success: true, failed: 0, errors: [], error: null, status: 'done' },
  ],
  ['an empty report of another name', { batchItemFailure: [] }],
  ['counts', { failures: 0, processed: 3 }],
  ['a list of ids', ['a', 'b']],
  ['a text', 'done'],
  ['a text of JSON', '{"ok":true}'],
  ['API Gateway, with nothing', { statusCode: 200, body: '{}' }],
  ['allSettled, all fulfilled', [{ status: 'fulfilled', value: 1 }]],
  ['records', [{ id: 'a', status: 'OPEN' }]],
  ['the records themselves', records(2)],
  ['the records in a JSON text', JSON.stringify({ body: JSON.stringify(records(2)) })],
  ['a Map of counts', new Map([['processed', 3]])],
  ['bytes', Buffer.from('done')],
])('%s is no report', async (_, answer) => {
  const trace = await run({
    handler: async () => answer,
    mapping: { ...toQueue, ...reports, MaximumRetryAttempts: 0 },
  });

  expect(trace.warnings).toEqual([]);
  expect(checkSettled(trace)).toEqual([]);
});
