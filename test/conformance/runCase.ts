import { elapse, simulate, type Fault, type ScenarioAction, type ShardOptions, type Trace } from '@millrace/simulator';
import type { Context, DynamoDBRecord } from 'aws-lambda';
import type { CaseAction, CaseRecord, HandlerRule, MappingCase } from './mappingCase.ts';

const streamArn = 'arn:aws:dynamodb:us-east-1:123456789012:table/cases/stream/2026-09-17T12:00:00.000';
const destinations: Readonly<Record<string, string>> = {
  sqs: 'arn:aws:sqs:us-east-1:123456789012:failures',
  sns: 'arn:aws:sns:us-east-1:123456789012:failures',
  s3: 'arn:aws:s3:::failures',
};
/** The moment that `t: 0` stands for, unless the case counts from the epoch. */
const enabledAtSeconds = 1_789_650_000;

/**
 * Cases whose recording wrote all its records while the mapping was disabled and enabled it afterwards, so that they
 * were all there at the first poll; the cases leave that step out. Seconds after `t: 0` at which it was enabled.
 */
const enabledAfterWriting: Readonly<Record<string, number>> = { N01: 3, N03: 3, N04: 3, N07: 3, N21: 3 };

/**
 * Cases with windows end before their last window is closed for idleness (S50), except the one that is about that:
 * they are observed for a minute after their last record.
 */
function observedMs({ id, records, config, observedSeconds }: MappingCase, startSeconds: number): number {
  if (observedSeconds !== undefined) return observedSeconds * 1000;
  if (config['TumblingWindowInSeconds'] === undefined || id === 'D18') return Infinity;
  return (Math.max(...records.map((record) => record.t)) - startSeconds + 60) * 1000;
}

/** Simulates one case; `attempts` counts the sends that never reached the function too. */
export async function runCase(mappingCase: MappingCase): Promise<{ readonly trace: Trace; readonly attempts: number }> {
  const { config, records, shards, actions = [], semantics = {}, enabledAt } = mappingCase;
  const countsFromEpoch = config['TumblingWindowInSeconds'] !== undefined;
  const startSeconds = countsFromEpoch
    ? (enabledAt ?? Math.min(...records.map((record) => record.t)))
    : enabledAtSeconds + (enabledAfterWriting[mappingCase.id] ?? 0);
  const wire = (record: CaseRecord): DynamoDBRecord => wireRecord(record, countsFromEpoch ? 0 : enabledAtSeconds);
  let attempts = 0;
  const trace = await simulate({
    handler: handlerOf(mappingCase.handler, () => attempts),
    mapping: mappingOf(config, mappingCase) as { StartingPosition: string },
    startAt: startSeconds * 1000,
    functionTimeoutMs: 900_000,
    untilMs: observedMs(mappingCase, startSeconds),
    faults: ({ sequenceNumbers, atMs }) => {
      attempts++;
      if (isThrottled(actions, atMs)) return 'throttle';
      return faultOf(ruleFor(mappingCase.handler, { sequenceNumbers, index: attempts }));
    },
    actions: actions.flatMap(actionOf),
    semantics,
    ...(shards === undefined ? { records: records.map(wire) } : { shards: shardsOf(shards, records, wire) }),
  });
  return { trace, attempts };
}

function mappingOf(config: MappingCase['config'], { expected }: MappingCase): Record<string, unknown> {
  const { OnFailure, FilterCriteria, MetricsConfig, ...rest } = config;
  const isQualified = expected.destination.some((document) => document['executedVersion'] === '1');
  return {
    ...rest,
    EventSourceArn: streamArn,
    FunctionName: isQualified ? 'cases:live' : 'cases',
    ...(OnFailure !== undefined && {
      DestinationConfig: { OnFailure: { Destination: destinations[OnFailure as string] } },
    }),
    ...(Array.isArray(FilterCriteria) && {
      FilterCriteria: { Filters: FilterCriteria.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) },
    }),
    ...(MetricsConfig !== undefined && { MetricsConfig: { Metrics: MetricsConfig } }),
  };
}

function wireRecord(record: CaseRecord, zeroSeconds: number): DynamoDBRecord {
  const { bytes } = record;
  if (bytes === undefined) return paddedRecord(record, zeroSeconds, record.sizeBytes);
  const least = Buffer.byteLength(JSON.stringify(paddedRecord(record, zeroSeconds, 0)));
  if (bytes < least) throw new Error(`record ${record.seq} has ${bytes} bytes, and the kit makes none below ${least}`);
  return paddedRecord(record, zeroSeconds, bytes - least);
}

function paddedRecord(record: CaseRecord, zeroSeconds: number, paddingBytes: number | undefined): DynamoDBRecord {
  const padding = paddingBytes === undefined ? {} : { padding: { S: 'x'.repeat(paddingBytes) } };
  return {
    eventID: record.seq,
    eventName: record.eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: zeroSeconds + record.t,
      Keys: { id: { S: record.key } },
      NewImage: { ...(record.newImage as Record<string, { S: string }> | undefined), ...padding },
      SequenceNumber: record.seq,
      SizeBytes: record.sizeBytes ?? 100,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: streamArn,
  };
}

function shardsOf(
  shards: NonNullable<MappingCase['shards']>,
  records: readonly CaseRecord[],
  wire: (record: CaseRecord) => DynamoDBRecord,
): Record<string, ShardOptions> {
  return Object.fromEntries(
    Object.entries(shards).map(([shardId, parents]) => {
      return [shardId, { parents, records: records.filter((record) => record.shard === shardId).map(wire) }];
    }),
  );
}

/** Throttles are faults of the function, everything else is done to the mapping. */
function actionOf({ t, ...change }: CaseAction): readonly ScenarioAction[] {
  if (change.do === 'throttle' || change.do === 'release') return [];
  return [{ atMs: t * 1000, ...change } as ScenarioAction];
}

function isThrottled(actions: readonly CaseAction[], atMs: number): boolean {
  return (
    actions.findLast(({ t, do: what }) => t * 1000 <= atMs && (what === 'throttle' || what === 'release'))?.do ===
    'throttle'
  );
}

/** What a rule asks of a call. */
interface CaseCall {
  readonly sequenceNumbers: readonly string[];
  /** Attempts of the whole run, from 1. */
  readonly index: number;
  /** The bounds of its window, where it is the last call of that. */
  readonly finalWindow?: readonly [start: number, end: number];
}

/** The first rule that applies, passing over `sleep`, which only takes time. */
function ruleFor(rules: readonly HandlerRule[], call: CaseCall): HandlerRule | undefined {
  return rules.find((rule) => rule.do !== 'sleep' && applies(rule, call));
}

function applies({ when = {} }: HandlerRule, { sequenceNumbers, index, finalWindow }: CaseCall): boolean {
  if (when.callIndex !== undefined && when.callIndex !== index) return false;
  if (when.callIndexLte !== undefined && index > when.callIndexLte) return false;
  if (when.finalWindow !== undefined && when.finalWindow.join() !== finalWindow?.join()) return false;
  return when.contains === undefined || when.contains.some((seq) => sequenceNumbers.includes(seq));
}

const faults = ['throttle', 'serviceError', 'timeout', 'redeliver'] as const;

function faultOf(rule: HandlerRule | undefined): Fault | undefined {
  const action = rule?.do;
  return faults.find((fault) => fault === action);
}

interface CaseEvent {
  readonly Records: readonly DynamoDBRecord[];
  readonly state?: { readonly count?: number };
  readonly window?: { readonly start: string; readonly end: string };
  readonly isFinalInvokeForWindow?: boolean;
}

function handlerOf(rules: readonly HandlerRule[], call: () => number) {
  return async (event: CaseEvent, context: Context): Promise<unknown> => {
    const contained = event.Records.map((record) => record.dynamodb?.SequenceNumber ?? '');
    const own: CaseCall = { sequenceNumbers: contained, index: call(), ...finalWindowOf(event) };
    for (const rule of rules)
      if (rule.do === 'sleep' && applies(rule, own)) await elapse(context, (rule.seconds ?? 0) * 1000);
    const rule = ruleFor(rules, own);
    const state = { count: (event.state?.count ?? 0) + contained.length };
    switch (rule?.do) {
      case 'throw':
        throw new Error('the case says throw');
      case 'respond':
        return rule.body;
      case 'redeliver':
      case 'respondRaw':
        return undefined;
      case 'reportContained': {
        const failed = contained.filter((seq) => rule.seqs?.includes(seq));
        const batchItemFailures = failed.map((itemIdentifier) => ({ itemIdentifier }));
        return { batchItemFailures, ...(rule.aggregates === true && { state }) };
      }
      case 'aggregate':
        return { state };
      case 'respondText':
        return 'x'.repeat(rule.textBytes ?? 0);
      case 'respondState':
        return { state: { padding: 'x'.repeat((rule.stateBytes ?? 0) - '{"padding":""}'.length) } };
      default:
        throw new Error(`the kit knows no handler rule ${rule?.do}`);
    }
  };
}

function finalWindowOf({ window, isFinalInvokeForWindow }: CaseEvent): Pick<CaseCall, 'finalWindow'> {
  if (window === undefined || isFinalInvokeForWindow !== true) return {};
  return { finalWindow: [Date.parse(window.start) / 1000, Date.parse(window.end) / 1000] };
}
