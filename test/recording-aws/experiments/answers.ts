import { about, type Experiment, fine, minute, put, reports, times, wait } from './experiment.ts';

/** Two records, of which the second once has an odd answer: what the next call has tells how it was taken. */
function oddAnswer(
  knob: string,
  answer: unknown,
  values: Readonly<Record<'nothing' | 'suffix' | 'batch', string>>,
): Pick<Experiment, 'knobs' | 'decide' | 'mapping' | 'before' | 'steps'> {
  return {
    mapping: { BatchSize: 2, MaximumRetryAttempts: 2, ...reports },
    before: [put(fine, { do: 'answer', answer, times: 1 })],
    steps: [wait(minute)],
    ...about(knob, ({ calls }) => {
      if (calls.length === 0) return undefined;
      const next = calls[1]?.n.join();
      const taken = next === undefined ? 'nothing' : next === '2' ? 'suffix' : 'batch';
      const because = `behind the answer ${next === undefined ? 'no call came' : `came a call with [${next}]`}`;
      return { value: values[taken], because };
    }),
  };
}

/** An answer of so many bytes: one that is too large is a failed call, which comes again. */
function largeAnswer(answerBytes: number): Pick<Experiment, 'knobs' | 'decide' | 'mapping' | 'before' | 'steps'> {
  return {
    mapping: { BatchSize: 1, MaximumRetryAttempts: 1 },
    before: [put({ answerBytes })],
    steps: [wait(minute)],
    ...about('responseLimitBytes', ({ calls }) => {
      if (calls.length === 0) return undefined;
      return {
        value: calls.length > 1 ? `below ${answerBytes}` : `${answerBytes} or more`,
        because: `an answer of ${answerBytes} bytes was ${calls.length > 1 ? 'a failure' : 'taken'}`,
      };
    }),
  };
}

/** How an answer is taken. */
export const suffixExperiments: readonly Experiment[] = [
  {
    id: 'X3',
    title: 'The state beside a report with progress',
    mapping: { BatchSize: 4, TumblingWindowInSeconds: 300, ...reports },
    before: [put(fine, fine, { do: 'report', times: 1 }, fine)],
    steps: [wait(minute)],
    ...about('stateOfPartialReport', ({ calls: [, next] }) => {
      if (next === undefined) return undefined;
      const isUsed = next.state?.includes('"count":4') ?? false;
      return { value: isUsed ? 'used' : 'ignored', because: `the call after the report had the state ${next.state}` };
    }),
  },
  {
    id: 'X4',
    title: 'Whether the suffix behind a report is filled up',
    mapping: { BatchSize: 3, MaximumRetryAttempts: 3, ...reports },
    before: [put(fine, { do: 'report', times: 1 }, ...times(7))],
    steps: [wait(minute)],
    ...about('suffixTopUp', ({ calls: [, next] }) => {
      return next && { value: next.n.length > 2, because: `the call after the report of 2 had [${next.n.join()}]` };
    }),
  },
];

export const oddAnswerExperiments: readonly Experiment[] = [
  {
    id: 'X11a',
    title: 'A report by a JSON number',
    ...oddAnswer(
      'numericIdentifier',
      { batchItemFailures: [{ itemIdentifier: 'NUMBER' }] },
      { nothing: 'none that is known', suffix: 'accepted', batch: 'malformed' },
    ),
  },
  {
    id: 'X11b',
    title: 'An answer that is no object',
    ...oddAnswer('nonObjectResponse', 'ok', { nothing: 'success', suffix: 'none that is known', batch: 'failure' }),
  },
  {
    id: 'X11c',
    title: 'A report that is no list',
    ...oddAnswer(
      'nonListReport',
      { batchItemFailures: 'text' },
      { nothing: 'success', suffix: 'none that is known', batch: 'failure' },
    ),
  },
  {
    id: 'X11d',
    title: 'A report of which one entry is good',
    ...oddAnswer(
      'mixedReport',
      { batchItemFailures: [{ itemIdentifier: 'SEQ' }, { itemIdentifier: '99' }] },
      { nothing: 'none that is known', suffix: 'useValidEntries', batch: 'failure' },
    ),
  },
  { id: 'X11e', title: 'An answer of 6 MiB and 100 bytes', ...largeAnswer(6_291_556) },
  { id: 'X11f', title: 'An answer of a byte more', ...largeAnswer(6_291_557) },
];
