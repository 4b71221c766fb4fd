import type { Capture } from './capture.ts';
import type { Experiment, Obey } from './experiments.ts';

/** A capture as a case of test/conformance/cases/mapping.json. */
export function captureCase(experiment: Experiment, { calls, documents, enabledAtMs }: Capture) {
  const numberOf = new Map(
    calls.flatMap(({ sequenceNumbers, n }) => n.map((item, at) => [item, sequenceNumbers[at] ?? ''])),
  );
  const puts = experiment.steps.flatMap((step) => (step.do === 'put' ? step.items : []));
  const seqOf = (item: number): string => numberOf.get(item) ?? `not delivered: ${item}`;
  return {
    id: experiment.id,
    title: experiment.title,
    evidence: {
      class: 'recorded on AWS',
      ref: `docs/recording-aws.md ${experiment.id}, ${new Date(enabledAtMs).toISOString()}`,
    },
    confidence: 'high',
    config: { StartingPosition: 'TRIM_HORIZON', ...experiment.mapping, OnFailure: 'sqs' },
    records: puts.map((_, at) => ({ seq: seqOf(at + 1), key: `item-${at + 1}`, eventName: 'INSERT', t: 0 })),
    handler: [...puts.flatMap((obey, at) => ruleOf(obey, seqOf(at + 1))), { do: 'respond', body: {} }],
    expected: {
      invocations: calls.filter(({ n }) => n.length > 0).map(({ sequenceNumbers }) => sequenceNumbers),
      discarded: documents.map(({ DDBStreamBatchInfo: { startSequenceNumber } }) => startSequenceNumber),
      destination: documents.map(({ requestContext, DDBStreamBatchInfo }) => ({
        condition: requestContext.condition,
        startSeq: DDBStreamBatchInfo.startSequenceNumber,
        endSeq: DDBStreamBatchInfo.endSequenceNumber,
        batchSize: DDBStreamBatchInfo.batchSize,
        approximateInvokeCount: requestContext.approximateInvokeCount,
      })),
      gapsMs: calls.slice(1).map(({ atMs }, at) => atMs - (calls[at]?.atMs ?? 0)),
    },
  };
}

function ruleOf({ do: action, times, stateBytes }: Obey, seq: string): readonly object[] {
  // What fails once fails at the first call that has it; in these experiments that is the first of all.
  const when = { contains: [seq], ...(times !== undefined && { callIndexLte: times }) };
  if (action === 'throw') return [{ when, do: 'throw' }];
  if (action === 'report') return [{ when, do: 'reportContained', seqs: [seq] }];
  return stateBytes === undefined ? [] : [{ when, do: 'respondState', stateBytes }];
}
