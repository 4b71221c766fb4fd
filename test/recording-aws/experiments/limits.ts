import { about, type Experiment, minute, put, times, wait } from './experiment.ts';

const manyLarge = [...times(15, { padBytes: 400_000 }), ...times(1500)];

/** Events at their limit, and throttles. */
export const limitExperiments: readonly Experiment[] = [
  {
    id: 'X10d',
    title: 'How many bytes an event has',
    mapping: { BatchSize: 10_000, MaximumBatchingWindowInSeconds: 120 },
    before: [put(...manyLarge)],
    steps: [wait(6 * minute)],
    ...about('payloadLimitBytes', ({ calls: [first, second] }) => {
      if (first === undefined || second === undefined || first.n.length < 16) return undefined;
      const oneMore = Math.ceil(second.bytes / second.n.length);
      return {
        value: `${first.bytes} to ${first.bytes + oneMore}`,
        because: `the first event had ${first.bytes} bytes, and one record more would have been ${oneMore} more`,
      };
    }),
  },
  {
    id: 'X10e',
    title: 'Whether throttles count as calls in a document',
    mapping: { BatchSize: 1, MaximumRetryAttempts: 0 },
    before: [put({ do: 'throw' }), { do: 'throttle' }],
    steps: [wait(3 * minute), { do: 'release' }, wait(4 * minute)],
    ...about('rejectionsCountAsInvokes', ({ documents: [document] }) => {
      if (document === undefined) return undefined;
      const { approximateInvokeCount } = document.requestContext;
      return {
        value: approximateInvokeCount > 1,
        because: `the document counts ${approximateInvokeCount}, and the function was called once`,
      };
    }),
  },
];

/** The metric of what is dropped where nobody is told. */
export const metricExperiments: readonly Experiment[] = [
  {
    id: 'X12',
    title: 'The metric of what is dropped without a destination',
    mapping: { BatchSize: 1, MaximumRetryAttempts: 0, MetricsConfig: { Metrics: ['EventCount'] } },
    hasDestination: false,
    before: [put({ do: 'throw' })],
    steps: [wait(30 * minute)],
    ...about('droppedWithoutDestination', ({ calls, dropped }) => {
      if (calls.length === 0) return undefined;
      return { value: dropped > 0 ? 'counted' : 'notCounted', because: `DroppedEventCount came to ${dropped}` };
    }),
  },
];
