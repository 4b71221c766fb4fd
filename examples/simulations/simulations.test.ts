import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import '@millrace/jest';
import { batchHandler } from '@millrace/handler';
import type { RecordOf } from '@millrace/records';
import { createSimulation, elapse, restoreSimulation, simulate } from '@millrace/simulator';
import { expect, test } from '@jest/globals';
import { paid, payments } from './payments.ts';

// The simulations that docs/simulator.md shows.

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const golden = join(__dirname, 'poison.golden.txt');
const mapping = {
  StartingPosition: 'TRIM_HORIZON',
  BatchSize: 10,
  FunctionResponseTypes: ['ReportBatchItemFailures'],
} as const;

test('a payment is booked again when the answer is lost', async () => {
  const booked: string[] = [];
  const handler = batchHandler(payments, async (record) => void booked.push(record.keys.paymentId));

  const trace = await simulate({
    handler,
    records: paid(1),
    mapping,
    faults: ({ index }) => (['throttle', 'timeout'] as const)[index],
  });

  expect(booked).toEqual(['p-1', 'p-1']); // never ran; ran, but nobody heard; ran again
  expect(trace).toHaveInvoked(2);
});

test('a slow handler runs out of virtual time, not of yours', async () => {
  const handler = batchHandler(payments, async (_record, { context }) => context && elapse(context, 400), {
    logger: { debug() {}, warn() {}, error() {} },
  });

  const trace = await simulate({ handler, records: paid(9), mapping: { ...mapping, MaximumRetryAttempts: 2 } });

  expect(trace).toSettleEveryRecord();
  expect(trace.invocations.map(({ sequenceNumbers }) => sequenceNumbers.length)).toEqual([9, 2]);
});

test('a deployment in the middle of a retry', async () => {
  const broken = async () => {
    throw new Error('the price list is gone');
  };
  const booked: string[] = [];
  const mended = batchHandler(payments, async (record) => void booked.push(record.keys.paymentId));
  const simulation = await createSimulation({ handler: broken, records: paid(3), mapping });

  await simulation.runUntil(60 * 60_000);
  const snapshot = simulation.snapshot();
  const trace = await restoreSimulation(snapshot, { handler: mended }).run();

  expect(booked).toEqual(['p-1', 'p-2', 'p-3']);
  expect(trace).toSettleEveryRecord();
});

test('what AWS leaves open can be had both ways', async () => {
  const handler = async () => ({ batchItemFailures: [{ itemIdentifier: 2 }] }); // a number, where a text belongs
  const run = (numericIdentifier: 'malformed' | 'accepted') =>
    simulate({
      handler,
      records: paid(3),
      mapping: { ...mapping, MaximumRetryAttempts: 0 },
      semantics: { numericIdentifier },
    });

  const [strict, lenient] = [await run('malformed'), await run('accepted')];

  expect(strict.discarded.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['1', '2', '3']);
  expect(lenient.discarded.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['2', '3']);
});

test('the text of a trace is the same for ever', async () => {
  const handler = batchHandler(payments, refuseTheSecond, { logger: silent });
  const trace = await simulate({
    handler,
    records: paid(3),
    mapping: {
      ...mapping,
      MaximumRetryAttempts: 1,
      BisectBatchOnFunctionError: true,
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' } },
    },
  });

  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, trace.toText());
  expect(trace.toText()).toBe(readFileSync(golden, 'utf8'));
});

async function refuseTheSecond(record: RecordOf<typeof payments>): Promise<void> {
  if (record.keys.paymentId === 'p-2') throw new Error('no such account');
}
