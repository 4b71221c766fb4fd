import { expect, test } from '@jest/globals';
import {
  checkCheckpoints,
  checkItemOrder,
  checkLimits,
  checkRetryBudget,
  checkSettled,
  simulate,
  type Trace,
  type TraceEvent,
} from '@millrace/simulator';
import { createTrace } from '../../src/trace/trace.ts';
import { wireRecord } from './wireRecord.ts';

/** A run with everything in it: retries, partial failures, splits, throttles, discards, documents. */
async function eventfulRun(lanes: number): Promise<Trace> {
  return simulate({
    handler: (event: { readonly Records: readonly { readonly dynamodb: { readonly SequenceNumber: string } }[] }) => {
      const numbers = event.Records.map(({ dynamodb }) => dynamodb.SequenceNumber);
      if (numbers.includes('4') || numbers.includes('9')) throw new Error('refused');
      return { batchItemFailures: numbers.includes('7') ? [{ itemIdentifier: '7' }] : [] };
    },
    records: 'abacbacbaabc'.split('').map((item, index) => wireRecord(index + 1, item)),
    mapping: {
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 4,
      ParallelizationFactor: lanes,
      MaximumRetryAttempts: 2,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' } },
    },
    faults: ({ index }) => (index % 5 === 3 ? 'throttle' : undefined),
    invocationDurationMs: 20,
  });
}

function findings(events: readonly TraceEvent[], { scenario }: Trace): readonly string[] {
  const trace = createTrace(events, scenario);
  const checkers = [checkSettled, checkItemOrder, checkCheckpoints, checkLimits, checkRetryBudget];
  return checkers.flatMap((check) => check(trace)).map(({ code }) => code);
}

test.each([1, 2, 3])('with %i lanes, a trace is right, and no step can be missing from it unnoticed', async (lanes) => {
  const trace = await eventfulRun(lanes);
  const steps: readonly string[] = [
    'recordsRead',
    'invocationStarted',
    'invocationEnded',
    'attemptRejected',
    'batchBisected',
    'backedOff',
    'recordsDiscarded',
    'documentDelivered',
  ];

  expect(findings(trace.events, trace)).toEqual([]);
  expect(new Set(trace.events.map(({ type }) => type)).size).toBeGreaterThan(8);
  const unnoticed = trace.events.filter(({ type }, index) => {
    return steps.includes(type) && findings(trace.events.toSpliced(index, 1), trace).length === 0;
  });
  expect(unnoticed).toEqual([]);
});

test('no checkpoint can be ahead of its work unnoticed', async () => {
  const trace = await eventfulRun(2);
  const unnoticed = trace.events.filter((event, index) => {
    if (event.type !== 'checkpointed' || event.sequenceNumber === '12') return false;
    const ahead = String(Number(event.sequenceNumber) + 1);
    return findings(trace.events.toSpliced(index, 1, { ...event, sequenceNumber: ahead }), trace).length === 0;
  });

  expect(unnoticed).toEqual([]);
});
