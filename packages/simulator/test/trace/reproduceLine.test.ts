import { describe, expect, test } from '@jest/globals';
import {
  defaultSemantics,
  type EventSourceMapping,
  openStream,
  type OpenStream,
  reproduceLine,
  simulate,
  simulateTogether,
  type Trace,
} from '@millrace/simulator';
import * as fc from 'fast-check';
import { compileFunction } from 'node:vm';
import { wireRecord } from '../check/wireRecord.ts';

const records = [wireRecord(1, 'a'), wireRecord(2, 'b', 1), wireRecord(3, 'a', 2)];
const startAt = '2026-01-01T00:00:00.000Z';

function handler(event: { readonly Records: readonly { readonly dynamodb: { readonly SequenceNumber: string } }[] }) {
  if (event.Records.some(({ dynamodb }) => dynamodb.SequenceNumber === '2')) throw new Error("It's 2.");
  return { state: {} };
}

/** Runs what the line says, as a reader would who pastes it. */
async function paste(line: string, given: Readonly<Record<string, unknown>>): Promise<Trace> {
  const program = `"use strict"; return (async () => ${line.replace(/^Reproduce: /, '')})()`;
  const names = ['simulate', 'simulateTogether', ...Object.keys(given)];
  return compileFunction(program, names)(simulate, simulateTogether, ...Object.values(given));
}

const mappings: fc.Arbitrary<EventSourceMapping> = fc.record(
  {
    StartingPosition: fc.constantFrom('TRIM_HORIZON' as const, 'LATEST' as const),
    BatchSize: fc.integer({ min: 1, max: 4 }),
    MaximumBatchingWindowInSeconds: fc.integer({ min: 0, max: 5 }),
    MaximumRetryAttempts: fc.integer({ min: 0, max: 3 }),
    MaximumRecordAgeInSeconds: fc.constantFrom(-1, 60),
    BisectBatchOnFunctionError: fc.boolean(),
    ParallelizationFactor: fc.constantFrom(1, 2),
    FunctionResponseTypes: fc.constantFrom([], ['ReportBatchItemFailures'] as const),
    FilterCriteria: fc.constantFrom(
      { Filters: [{ Pattern: '{ "eventName": ["INSERT"] }' }] },
      { Filters: [{ Pattern: '{ "dynamodb": { "Keys": { "id": { "S": [{ "prefix": "it\'s" }] } } } }' }] },
    ),
    DestinationConfig: fc.constant({ OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' } }),
    FunctionName: fc.constant('arn:aws:lambda:eu-west-1:123456789012:function:orders:live'),
  },
  { requiredKeys: ['StartingPosition'] },
);

test('pasting the line gives the same run, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(
      mappings,
      fc.integer({ min: -5, max: 1e9 }),
      fc.constantFrom(0, 40, 5000),
      fc.constantFrom<'json' | 'none'>('json', 'none'),
      async (mapping, seed, invocationDurationMs, isolation) => {
        // Without a short retention, retries without end go on for a day.
        const semantics = { backoff: { firstMs: 10, factor: 3, maxMs: 100 }, retentionMs: 5000 };
        const trace = await simulate({ handler, records, mapping, seed, invocationDurationMs, isolation, semantics });

        const again = await paste(reproduceLine(trace), { handler, records });

        expect(again.toText()).toBe(trace.toText());
        expect(reproduceLine(again)).toBe(reproduceLine(trace));
      },
    ),
    { numRuns: 40, seed: 3 },
  );
});

describe('the line', () => {
  const mapping = { StartingPosition: 'TRIM_HORIZON' } as const;

  test('leaves out what has its default, and ends where the default begins', async () => {
    const trace = await simulate({ handler: () => undefined, records, mapping, semantics: { ...defaultSemantics } });

    expect(reproduceLine(trace)).toBe(
      `Reproduce: simulate({ handler, records, mapping: { StartingPosition: 'TRIM_HORIZON' }, seed: 0, startAt: '${startAt}' })`,
    );
  });

  test('names the options that a trace cannot print', async () => {
    const trace = await simulate({
      handler,
      shards: { left: { records }, right: { records: [] } },
      mapping: {
        ...mapping,
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' } },
      },
      faults: () => undefined,
      refusesDelivery: () => true,
      invocationDurationMs: () => 5,
      functionTimeoutMs: 1000,
      actions: [{ atMs: 10, do: 'redeploy', handler }],
      seed: 42,
    });

    expect(reproduceLine(trace)).toBe(
      'Reproduce: simulate({ handler, shards, mapping: { ' +
        "StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 0, " +
        "DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' } } }, " +
        `seed: 42, startAt: '${startAt}', faults, refusesDelivery, actions, functionTimeoutMs: 1000, invocationDurationMs })`,
    );
  });

  test('prints actions that bring no handler, and where the run was stopped', async () => {
    const actions = [{ atMs: 10, do: 'update', mapping: { BatchSize: 2 } }] as const;
    const trace = await simulate({ handler, records, mapping, actions, untilMs: 1500 });

    expect(reproduceLine(trace)).toBe(
      "Reproduce: simulate({ handler, records, mapping: { StartingPosition: 'TRIM_HORIZON' }, " +
        `seed: 0, startAt: '${startAt}', actions: [{ atMs: 10, do: 'update', mapping: { BatchSize: 2 } }], untilMs: 1500 })`,
    );
    expect((await paste(reproduceLine(trace), { handler, records })).toText()).toBe(trace.toText());
  });

  test('takes the shards that a split made for the work of an action', async () => {
    const shardId = 'shardId-00000000000000000000-00000000';
    const actions = [{ do: 'splitShard', atMs: 1000, shardId }] as const;
    const trace = await simulate({ handler: () => undefined, records, mapping, actions });

    expect(reproduceLine(trace)).toMatch(
      /^Reproduce: simulate\(\{ handler, records, .*, actions: \[\{ do: 'splitShard', .* \}\] \}\)$/,
    );
  });

  test('has the table that is written to, and its records where some were given', async () => {
    const writing = (table: OpenStream) => () => table.append({ ...wireRecord(9, 'z', 1), eventName: 'REMOVE' });
    const once = (table: OpenStream) => {
      let write: (() => void) | undefined = writing(table);
      return () => {
        write?.();
        write = undefined;
      };
    };
    const run = async (given: object): Promise<readonly [Trace, Trace]> => {
      const [table, other] = [openStream(), openStream()];
      const trace = await simulate({ handler: once(table), table, mapping, ...given });
      return [trace, await paste(reproduceLine(trace), { ...given, handler: once(other), table: other })];
    };

    const [trace, again] = await run({ records });
    const [alone] = await run({});

    expect(trace.checkpoints.at(-1)?.sequenceNumber).toBe('4');
    expect(again.toText()).toBe(trace.toText());
    expect(reproduceLine(trace)).toContain('simulate({ handler, records, table, mapping: ');
    expect(reproduceLine(alone)).toContain('simulate({ handler, table, mapping: ');
  });

  test('of several mappings that ran together has them all, in their order, and answers with the same one', async () => {
    const mappings = {
      'the bills': { handler, mapping: { ...mapping, BatchSize: 2, MaximumRetryAttempts: 1 }, faults: () => undefined },
      handler: { handler: () => undefined, mapping, functionTimeoutMs: 9000, realTimeoutMs: 500 },
      third: { handler: () => undefined, mapping, invocationDurationMs: 40, actions: [{ atMs: 5, do: 'disable' }] },
    } as const;
    const traces = await simulateTogether({ records, mappings, seed: 3, untilMs: 9000 });

    for (const trace of Object.values(traces)) {
      const again = await paste(reproduceLine(trace), { records, mappings });
      expect(again.toText()).toBe(trace.toText());
      expect(reproduceLine(again)).toBe(reproduceLine(trace));
    }
    expect(reproduceLine(traces.handler)).toBe(
      "Reproduce: (await simulateTogether({ records, mappings: { 'the bills': { handler: mappings['the bills'].handler, " +
        "mapping: { StartingPosition: 'TRIM_HORIZON', BatchSize: 2, MaximumRetryAttempts: 1 }, faults: mappings['the bills'].faults }, " +
        "handler: { handler: mappings.handler.handler, mapping: { StartingPosition: 'TRIM_HORIZON' }, functionTimeoutMs: 9000, realTimeoutMs: 500 }, " +
        "third: { handler: mappings.third.handler, mapping: { StartingPosition: 'TRIM_HORIZON' }, actions: [{ atMs: 5, do: 'disable' }], invocationDurationMs: 40 } }, " +
        `seed: 3, startAt: '${startAt}', untilMs: 9000, semantics: { readersOfShard: 3 } })).handler`,
    );
  });
});
