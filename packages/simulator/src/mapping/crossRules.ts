import { destinationKind } from './destinationKind.ts';
import type { EventSourceMapping } from './eventSourceMapping.ts';
import { MappingError } from '../words/mappingError.ts';

const textIsInferred = 'The text is inferred: that AWS refuses this is documented, its words were not recorded.';

/**
 * Refuses what each parameter alone allows and AWS does not: starting positions of other sources, ages between -1 and
 * 60 s, destinations, and settings that exclude each other (S41). The first broken rule is the one reported.
 */
export function checkCrossRules(mapping: EventSourceMapping): void {
  checkEventSource(mapping.EventSourceArn);
  checkStartingPosition(mapping);
  checkRecordAge(mapping.MaximumRecordAgeInSeconds ?? -1);
  checkDestination(mapping.DestinationConfig ?? {});
  checkTumblingWindow(mapping);
  checkMetrics(mapping.MetricsConfig?.Metrics ?? []);
}

const dynamodbStream = /^arn:aws[a-z-]*:dynamodb:[^:]*:[^:]*:table\/[^/]+\/stream\/./u;
const anyArn = /^arn:[^:]*:([^:]+):/u;

// Left out, it means any stream: only the service needs one. An explicit null is what A22 recorded.
function checkEventSource(arn: string | null | undefined): void {
  if (arn === null)
    throw invalid('Unrecognized event source.', 'Give the ARN of a stream, or leave EventSourceArn out.');
  if (arn === undefined || dynamodbStream.test(arn)) return;
  const service = anyArn.exec(arn)?.[1];
  if (service !== undefined && service !== 'dynamodb') {
    throw new MappingError({
      code: 'NotSimulated',
      message: `EventSourceArn names a source of the service "${service}": only DynamoDB streams are simulated.`,
      hint: `Give the ARN of a table's stream, or leave EventSourceArn out. It was ${arn}.`,
      certainty: 'own',
    });
  }
  // A22 is this text for a mapping without any source; for an ARN without a stream it is inferred.
  throw new MappingError({
    code: 'InvalidParameterValueException',
    message: 'Unrecognized event source.',
    hint: `EventSourceArn must look like arn:aws:dynamodb:<region>:<account>:table/<table>/stream/<label>; it is "${arn}". ${textIsInferred}`,
    certainty: 'inferred',
  });
}

function checkStartingPosition(mapping: EventSourceMapping): void {
  const position: string | null | undefined = mapping.StartingPosition;
  if (position === undefined || position === null) {
    throw invalid(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
      'Add StartingPosition: "TRIM_HORIZON" (everything the stream holds) or "LATEST" (from now on).',
    );
  }
  if (position === 'AT_TIMESTAMP') {
    throw invalid(
      `Unsupported starting position for arn type: ${mapping.EventSourceArn ?? '<stream arn>'}`,
      'AT_TIMESTAMP is for Kinesis. A DynamoDB stream is read from TRIM_HORIZON or LATEST (S2).',
    );
  }
  if (mapping.StartingPositionTimestamp !== undefined && mapping.StartingPositionTimestamp !== null) {
    throw invalid(
      'Timestamp only valid with StartingPosition AT_TIMESTAMP',
      'Leave StartingPositionTimestamp out: AT_TIMESTAMP itself is for Kinesis only (S2).',
    );
  }
}

// Recorded for 0 and 59; the sentence covers the other values too.
function checkRecordAge(ageInSeconds: number): void {
  if (ageInSeconds === -1 || (ageInSeconds >= 60 && ageInSeconds <= 604_800)) return;
  throw invalid('MaximumRecordAgeInSeconds must be either -1 (forever) or between 60 and 604800 (inclusive)');
}

function checkDestination(config: NonNullable<EventSourceMapping['DestinationConfig']>): void {
  if ('OnSuccess' in config && config.OnSuccess !== undefined && config.OnSuccess !== null) {
    throw invalid(
      'OnSuccess configuration is not supported for event source mappings.',
      'Only OnFailure exists here; OnSuccess is for asynchronous invocation.',
    );
  }
  const arn = config.OnFailure?.Destination ?? '';
  // The empty string takes a destination away (S42).
  if (arn === '') return;
  const kind = destinationKind(arn);
  if (/^(?:kafka:\/\/|arn:[\w-]+:kafka:)/.test(arn)) throw kafkaDestination(arn);
  if (kind === undefined) {
    throw new MappingError({
      code: 'NotSimulated',
      message: `DestinationConfig.OnFailure.Destination "${arn}" is not a destination that is simulated.`,
      hint: 'Give the ARN of a standard SQS queue, a standard SNS topic or an S3 bucket (S39).',
      certainty: 'own',
    });
  }
  if (kind !== 's3' && arn.endsWith('.fifo')) {
    throw new MappingError({
      code: 'InvalidParameterValueException',
      message: `Unsupported FIFO destination: ${arn}`,
      hint: `On-failure destinations are standard queues and topics, not FIFO ones (S39). ${textIsInferred}`,
      certainty: 'inferred',
    });
  }
}

/**
 * A topic as the destination of a stream. AWS's API reference (OnFailure) has it among those for DynamoDB in its first sentence and
 * leaves it out in its last; the guide (kafka-on-failure-destination) has it for Kafka sources, in their own cluster.
 */
function kafkaDestination(arn: string): MappingError {
  return new MappingError({
    code: 'NotSimulated',
    message: `DestinationConfig.OnFailure.Destination "${arn}" is ${arn.startsWith('arn:') ? 'of Kafka' : 'a Kafka topic'}, which is not simulated.`,
    hint: "AWS's pages contradict each other on whether a mapping of a stream may have one: one sentence of its API reference lists it, the next does not, and its guide knows it for Kafka sources alone. Give the ARN of a standard SQS queue, a standard SNS topic or an S3 bucket (S39).",
    certainty: 'own',
  });
}

/** Of AWS's groups of metrics, those for other sources. */
function checkMetrics(metrics: readonly string[]): void {
  const foreign = metrics.find((name) => name !== 'EventCount');
  if (foreign === undefined) return;
  throw new MappingError({
    code: 'NotSimulated',
    message: `MetricsConfig.Metrics contains "${foreign}", which is for Kafka sources and is not simulated.`,
    hint: "For a stream, give Metrics: ['EventCount'] (S58).",
    certainty: 'own',
  });
}

function checkTumblingWindow(mapping: EventSourceMapping): void {
  if ((mapping.TumblingWindowInSeconds ?? 0) === 0) return;
  if ((mapping.ParallelizationFactor ?? 1) > 1) {
    throw invalid('Parallelization factor must be equal to 1 when tumbling window period is configured');
  }
  // S18: recorded on AWS (radkawar/stackd dynamodb_source.json, label tumbling_configure).
  if ((mapping.FilterCriteria?.Filters ?? []).length > 0) {
    throw invalid(
      'Tumbling window period should be zero when FilterCriteria is configured',
      'Filter inside the function, or turn the window off.',
    );
  }
}

function invalid(message: string, hint?: string): MappingError {
  return new MappingError({
    code: 'InvalidParameterValueException',
    message,
    hint,
  });
}
