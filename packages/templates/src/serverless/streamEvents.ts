import { isObject } from '@millrace/simulator';
import { member } from '../values/member.ts';
import { OpenValue, openAmong, openIn } from '../values/openValue.ts';

/** A `stream` event of a function, with the parameters of the mapping that the framework makes of it. */
export interface StreamEvent {
  /** What the event itself calls its stream: `dynamodb` or `kinesis`. */
  readonly type: string | undefined;
  /** Resolved, under AWS's names. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The framework's own defaults, which are not AWS's. */
const defaults = { BatchSize: 10, StartingPosition: 'TRIM_HORIZON' };

const names: readonly (readonly [name: string, parameter: string])[] = [
  ['batchSize', 'BatchSize'],
  ['startingPosition', 'StartingPosition'],
  ['batchWindow', 'MaximumBatchingWindowInSeconds'],
  ['maximumRetryAttempts', 'MaximumRetryAttempts'],
  ['bisectBatchOnFunctionError', 'BisectBatchOnFunctionError'],
  ['maximumRecordAgeInSeconds', 'MaximumRecordAgeInSeconds'],
  ['parallelizationFactor', 'ParallelizationFactor'],
  ['tumblingWindowInSeconds', 'TumblingWindowInSeconds'],
];

/** The events of a function's list that are streams; the list is resolved already. */
export function streamEvents(events: unknown): readonly StreamEvent[] {
  return (Array.isArray(events) ? events : []).flatMap((event): StreamEvent[] => {
    const stream = member(event, 'stream');
    if (typeof stream === 'string' || stream instanceof OpenValue) {
      return [{ type: undefined, properties: { ...defaults, EventSourceArn: stream } }];
    }
    return isObject(stream) ? [streamEvent(stream)] : [];
  });
}

function streamEvent(stream: Readonly<Record<string, unknown>>): StreamEvent {
  const given = names.flatMap(([name, parameter]) => {
    const value = stream[name] ?? undefined;
    return value === undefined || isUnset(parameter, value) ? [] : [[parameter, value] as const];
  });
  const { type, arn, functionResponseType, destinations, filterPatterns } = stream;
  return {
    type: typeof type === 'string' ? type : undefined,
    properties: {
      ...defaults,
      ...(arn !== undefined && { EventSourceArn: arn }),
      ...Object.fromEntries(given),
      ...(functionResponseType !== undefined && { FunctionResponseTypes: [functionResponseType] }),
      ...(isObject(destinations) && { DestinationConfig: { OnFailure: { Destination: destination(destinations) } } }),
      ...(filterPatterns !== undefined && { FilterCriteria: filterCriteria(filterPatterns) }),
    },
  };
}

/** The framework leaves out numbers that are 0 where AWS takes none. */
function isUnset(parameter: string, value: unknown): boolean {
  return value === 0 && ['BatchSize', 'ParallelizationFactor', 'MaximumRecordAgeInSeconds'].includes(parameter);
}

function destination({ onFailure }: Readonly<Record<string, unknown>>): unknown {
  return isObject(onFailure) && 'arn' in onFailure ? onFailure.arn : onFailure;
}

/** A pattern is written as YAML, and reaches AWS as JSON. */
function filterCriteria(patterns: unknown): unknown {
  if (!Array.isArray(patterns)) return patterns;
  const Filters = patterns.map((pattern) => openIn(pattern) ?? { Pattern: JSON.stringify(pattern) });
  return openAmong(Filters) ?? { Filters };
}
