import type { EventSourceMapping, Semantics } from '@millrace/simulator';
import type { RunFault } from './scheduledFault.ts';

type Knob = keyof Semantics;
type Other = readonly [
  knob: Knob,
  values: readonly Semantics[Knob][],
  matters: (mapping: EventSourceMapping) => boolean,
];

const always = (): boolean => true;
const withReports = ({ FunctionResponseTypes }: EventSourceMapping): boolean =>
  FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false;
const withWindow = ({ TumblingWindowInSeconds }: EventSourceMapping): boolean => (TumblingWindowInSeconds ?? 0) > 0;
const withLanes = ({ ParallelizationFactor }: EventSourceMapping): boolean => (ParallelizationFactor ?? 1) > 1;
const withAge = ({ MaximumRecordAgeInSeconds }: EventSourceMapping): boolean => (MaximumRecordAgeInSeconds ?? -1) > -1;

/** The open questions that decide what a handler is given; the others decide documents and metrics alone. */
const others: readonly Other[] = [
  ['suffixTopUp', [true], withReports],
  ['numericIdentifier', ['accepted'], withReports],
  ['nonObjectResponse', ['failure'], withReports],
  ['nonListReport', ['success'], withReports],
  ['mixedReport', ['useValidEntries'], withReports],
  [
    'batchingWindowStart',
    ['previousCall'],
    ({ MaximumBatchingWindowInSeconds }) => (MaximumBatchingWindowInSeconds ?? 0) > 0,
  ],
  ['laneAssignment', ['leastLoaded'], withLanes],
  ['ageBoundary', ['kept'], withAge],
  ['counterAfterPartialExpiry', ['fresh'], withAge],
  ['afterEarlyTermination', ['skipRecords'], withWindow],
  ['finalCallOfEmptyWindow', ['skipped'], withWindow],
  ['stateOfPartialReport', ['ignored'], (mapping) => withWindow(mapping) && withReports(mapping)],
  ['windowAcrossDisable', ['replayed', 'replayedOntoState'], withWindow],
  ['backoff', [{ firstMs: 1000, factor: 1, maxMs: 1000 }], always],
];

/** The other ways that AWS may have of doing what it does not document, as far as a mapping makes them matter. */
export function otherSemantics(mapping: EventSourceMapping): readonly Extract<RunFault, { fault: 'semantics' }>[] {
  return others.flatMap(([knob, values, matters]) =>
    matters(mapping) ? values.map((value) => ({ fault: 'semantics' as const, knob, value })) : [],
  );
}
