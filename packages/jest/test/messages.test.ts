import '@millrace/jest';
import { describe, expect, test } from '@jest/globals';
import { expectGolden } from './golden.ts';
import { destination, messageOf, refusing, run, type StreamEvent } from './runs.ts';

const bisecting = { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 1, BisectBatchOnFunctionError: true };
const sending = { ...bisecting, DestinationConfig: { OnFailure: { Destination: destination } } };
/** Lane 0 is stuck while lane 1 goes on; the update sends both back to the checkpoint. */
const stepsBack = {
  mapping: { StartingPosition: 'TRIM_HORIZON', ParallelizationFactor: 2, BatchSize: 1, MaximumRetryAttempts: 3 },
  handler: refusing('1'),
  actions: [{ atMs: 500, do: 'update' as const, mapping: { MaximumRetryAttempts: 0 } }],
  seed: 7,
};

describe('a failing matcher says', () => {
  test('which record was given up without a destination', async () => {
    const trace = await run('a b c d', { handler: refusing('3'), mapping: bisecting, seed: 42 });

    expectGolden(
      'settle-no-destination',
      messageOf(() => expect(trace).toSettleEveryRecord()),
    );
  });

  test('which records are pending, and shortens long lives', async () => {
    const trace = await run('a b c d e', { handler: refusing('1'), untilMs: 3_000_000 });

    expectGolden(
      'settle-pending',
      messageOf(() => expect(trace).toSettleEveryRecord()),
    );
  });

  test('that a document was refused', async () => {
    const trace = await run('a', { handler: refusing('1'), mapping: sending, refusesDelivery: () => true });

    expectGolden(
      'settle-refused',
      messageOf(() => expect(trace).toSettleEveryRecord()),
    );
  });

  test('that the run read fewer records than it should have', async () => {
    const trace = await run('a');

    expectGolden(
      'settle-count',
      messageOf(() => expect(trace).toSettleEveryRecord({ records: 2 })),
    );
  });

  test('that the run read nothing', async () => {
    const trace = await run('');

    expectGolden(
      'settle-nothing-read',
      messageOf(() => expect(trace).toSettleEveryRecord()),
    );
  });

  test('that the result of a tumbling window is lost', async () => {
    const mapping = { StartingPosition: 'TRIM_HORIZON', TumblingWindowInSeconds: 60, MaximumRetryAttempts: 0 };
    const handler = ({ Records }: StreamEvent) => {
      if (Records.length === 0) throw new Error('No metrics today.');
      return { state: { count: Records.length } };
    };
    const trace = await run('a b', { handler, mapping });

    expectGolden(
      'settle-window',
      messageOf(() => expect(trace).toSettleEveryRecord()),
    );
  });

  test('where an item stepped back', async () => {
    const trace = await run('a d d d', stepsBack);

    expectGolden(
      'order-stepped-back',
      messageOf(() => expect(trace).toPreserveItemOrder()),
    );
  });

  test('how the discarded records differ from the list', async () => {
    const trace = await run('a b c d', { handler: refusing('3'), mapping: sending });

    expectGolden(
      'discarded-list',
      messageOf(() => expect(trace).toHaveDiscarded([{ sequenceNumber: '2', condition: 'RetryAttemptsExhausted' }])),
    );
  });

  test('that a record was discarded for another reason', async () => {
    const trace = await run('a', { handler: refusing('1'), mapping: sending });

    expectGolden(
      'discarded-condition',
      messageOf(() => expect(trace).toHaveDiscarded([{ sequenceNumber: '1', condition: 'RecordAgeExceeded' }])),
    );
  });

  test('how often a record was in a call', async () => {
    const trace = await run('a b c d', { handler: refusing('3'), mapping: sending });

    expectGolden(
      'invoked-record',
      messageOf(() => expect(trace).toHaveInvoked({ sequenceNumber: '3', times: 2 })),
    );
  });

  test('which batches differ', async () => {
    const trace = await run('a b c d', { mapping: { StartingPosition: 'TRIM_HORIZON', BatchSize: 2 } });

    expectGolden(
      'invoked-batches',
      messageOf(() => expect(trace).toHaveInvoked([['1', '2', '3'], ['4']])),
    );
  });

  test('how far a shard fell behind', async () => {
    const trace = await run('a b', { handler: refusing('1'), mapping: { ...sending, MaximumRetryAttempts: 4 } });

    expectGolden(
      'iterator-age',
      messageOf(() => expect(trace).toKeepIteratorAgeBelow('1s')),
    );
  });

  test('what the run was warned about, the first three', async () => {
    const Filters = ['status', 'total', 'owner'].map((name) => ({
      Pattern: `{"dynamodb":{"NewImage":{"${name}":["x"]}}}`,
    }));
    const trace = await run('a b', { mapping: { ...bisecting, FilterCriteria: { Filters } } });

    expectGolden(
      'warnings',
      messageOf(() => expect(trace).toHaveNoWarnings()),
    );
    expectGolden(
      'invoked-with-warnings',
      messageOf(() => expect(trace).toHaveInvoked()),
    );
    expectGolden(
      'sent-with-warnings',
      messageOf(() => expect(trace).toHaveSentToDestination()),
    );
  });

  test('what is wrong with a report that Lambda takes for malformed', async () => {
    const trace = await run('a b', {
      handler: async () => ({ batchItemFailures: [{ itemIdentifier: 'event-2' }] }),
      mapping: { ...sending, FunctionResponseTypes: ['ReportBatchItemFailures'], BisectBatchOnFunctionError: false },
    });

    expectGolden(
      'warnings-malformed-report',
      messageOf(() => expect(trace).toHaveNoWarnings()),
    );
    expectGolden(
      'invoked-with-malformed-report',
      messageOf(() => expect(trace).toHaveInvoked(1)),
    );
  });

  test('where a document differs', async () => {
    const trace = await run('a', { handler: refusing('1'), mapping: sending });

    expectGolden(
      'sent-document',
      messageOf(() => expect(trace).toHaveSentToDestination([{ requestContext: { approximateInvokeCount: 3 } }])),
    );
  });
});

describe('with .not, a failing matcher says', () => {
  test('that all is settled', async () => {
    const trace = await run('a b', { handler: refusing('2'), mapping: sending });

    expectGolden(
      'not-settle',
      messageOf(() => expect(trace).not.toSettleEveryRecord()),
    );
  });

  test('that the order was kept', async () => {
    const trace = await run('a b');

    expectGolden(
      'not-order',
      messageOf(() => expect(trace).not.toPreserveItemOrder()),
    );
  });

  test('which of the records was discarded after all', async () => {
    const trace = await run('a b c', { handler: refusing('2'), mapping: sending });

    expectGolden(
      'not-discarded-list',
      messageOf(() => expect(trace).not.toHaveDiscarded(['1', '2'])),
    );
  });

  test('which of the records was never read', async () => {
    const trace = await run('a b c', { handler: refusing('2'), mapping: sending });

    expectGolden(
      'not-unread',
      messageOf(() => expect(trace).not.toHaveDiscarded(['1', '0'])),
    );
  });

  test('that a record was discarded where none should have been', async () => {
    const trace = await run('a', { handler: refusing('1'), mapping: sending });

    expectGolden(
      'not-discarded',
      messageOf(() => expect(trace).not.toHaveDiscarded()),
    );
  });

  test('that the function was invoked', async () => {
    const trace = await run('a');

    expectGolden(
      'not-invoked',
      messageOf(() => expect(trace).not.toHaveInvoked()),
    );
  });

  test('that there is no warning', async () => {
    const trace = await run('a', { mapping: sending });

    expectGolden(
      'not-warnings',
      messageOf(() => expect(trace).not.toHaveNoWarnings()),
    );
  });

  test('that a document was sent', async () => {
    const trace = await run('a', { handler: refusing('1'), mapping: sending });

    expectGolden(
      'not-sent',
      messageOf(() => expect(trace).not.toHaveSentToDestination()),
    );
  });
});
