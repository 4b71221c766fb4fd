import { describe, test } from '@jest/globals';
import {
  createMapping,
  deleteMapping,
  getMapping,
  isMappingError,
  noMappings,
  resolveMapping,
  updateMapping,
} from '../src/index.ts';
import { expectGolden } from './expectGolden.ts';

const streamArn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000';
const queueArn = 'arn:aws:sqs:eu-west-1:123456789012:failures';
const valid = { EventSourceArn: streamArn, FunctionName: 'ship', StartingPosition: 'LATEST' } as const;
const to = (Destination: unknown) => ({ DestinationConfig: { OnFailure: { Destination } } });

/** What is wrong with each, beside a starting position that is right. */
const wrongMappings: readonly Readonly<Record<string, unknown>>[] = [
  // Names
  { Colour: 'red' },
  { Colour: 'red', Batchsize: 1 },
  { BatchSise: 1 },
  { ReportBatchItemFailures: true },
  { batch_window: 1 },
  { UUID: 'x' },
  { State: 'Enabled' },
  { DestinationConfig: { OnFailure: { UUID: 'x' } } },
  { DestinationConfig: { Queues: [] } },
  { FilterCriteria: { Filters: [{ onFailure: '{}' }] } },
  { DestinationConfig: { OnFailure: { Type: 'SQS', Destination: queueArn } } },
  { ScalingConfig: {} },
  { Topics: [] },
  { LoggingConfig: {} },
  // Types
  { EventSourceArn: { Ref: 'Stream' } },
  { EventSourceArn: { 'Fn::GetAtt': 'Table.StreamArn', other: 1 } },
  { EventSourceArn: { arn: 1 } },
  { FunctionName: 5 },
  { Tags: 5 },
  { Tags: { team: 5 } },
  { Tags: [{ team: 'orders' }] },
  { BatchSize: '-5' },
  { BatchSize: 'many' },
  { BatchSize: 1.5 },
  { BatchSize: true },
  { Enabled: 'false' },
  { Enabled: 'falsehood' },
  { FunctionResponseTypes: 'ReportBatchItemFailures' },
  { FunctionResponseTypes: [['ReportBatchItemFailures']] },
  { MetricsConfig: { Metrics: {} } },
  { StartingPositionTimestamp: true },
  { StartingPositionTimestamp: {} },
  // Constraints of AWS's API model
  { StartingPosition: 'NEWEST' },
  { FunctionName: '' },
  { FunctionName: 'a b!' },
  { FunctionName: 'orders:live:2' },
  { BatchSize: 10_001 },
  { BatchSize: 0 },
  { BatchSize: 0, ParallelizationFactor: 11, FunctionResponseTypes: ['All', 'None'] },
  { MaximumRetryAttempts: 10_001 },
  { FunctionResponseTypes: ['All'] },
  { FunctionResponseTypes: ['ReportBatchItemFailures', 'ReportBatchItemFailures'] },
  { MetricsConfig: { Metrics: ['Errors', 'EventCount'] } },
  { MetricsConfig: { Metrics: ['EventCount', 'ErrorCount', 'KafkaMetrics', 'EventCount'] } },
  // Rules about what they mean
  { MetricsConfig: { Metrics: ['EventCount', 'ErrorCount'] } },
  { DestinationConfig: { OnFailure: { Destination: 'kafka://failures' } } },
  { EventSourceArn: null },
  { EventSourceArn: 'arn:aws:sqs:eu-west-1:123456789012:q' },
  { EventSourceArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders' },
  { EventSourceArn: 'orders' },
  { StartingPosition: undefined },
  { StartingPosition: 'AT_TIMESTAMP' },
  { StartingPosition: 'AT_TIMESTAMP', EventSourceArn: streamArn },
  { StartingPositionTimestamp: 1_790_000_000 },
  { MaximumRecordAgeInSeconds: 59 },
  { DestinationConfig: { OnSuccess: { Destination: queueArn } } },
  to('failures'),
  to('arn:aws:events:eu-west-1:123456789012:bus'),
  to(`${queueArn}.fifo`),
  { TumblingWindowInSeconds: 10, ParallelizationFactor: 2 },
  { TumblingWindowInSeconds: 10, FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] } },
];

/** All that a refusal says: code, status, how well the text is known, message, and what we add to it. */
function refusal(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (!isMappingError(error)) throw error;
    const { code, httpStatus, certainty, message, hint = '(no hint)' } = error;
    return `  ${code} ${httpStatus}, ${certainty}\n  ${message}\n  ${hint}\n`;
  }
  throw new Error('It was accepted.');
}

describe('S41: every refusal says what AWS says, how well that is known, and what to do', () => {
  test('of a mapping', () => {
    const texts = wrongMappings.map((settings) => {
      const written = JSON.stringify(settings, (_, value: unknown) => (value === undefined ? 'undefined' : value));
      return `${written}\n${refusal(() => resolveMapping({ StartingPosition: 'LATEST', ...settings }))}`;
    });
    expectGolden('mapping-refusals', texts.join('\n'));
  });

  test('of what a service is asked to do with mappings', () => {
    const [one, { UUID }] = createMapping(noMappings, valid);
    const nowhere = { functionExists: () => false };
    const asked: Readonly<Record<string, () => unknown>> = {
      'create without a stream': () => createMapping(noMappings, { ...valid, EventSourceArn: undefined }),
      'create without a function': () => createMapping(noMappings, { ...valid, FunctionName: undefined }),
      'create for an unknown function': () => createMapping(noMappings, valid, nowhere),
      'create for an unknown stream': () => createMapping(noMappings, valid, { streamExists: () => false }),
      'create a second time': () => createMapping(one, valid),
      'update an unknown mapping': () => updateMapping(one, 'nobody', { BatchSize: 1 }),
      'update to an unknown function': () => updateMapping(one, UUID, { FunctionName: 'other' }, nowhere),
      'update the stream': () => updateMapping(one, UUID, { EventSourceArn: streamArn } as never),
      'update the position': () => updateMapping(one, UUID, { StartingPosition: 'LATEST' } as never),
      'update the timestamp': () => updateMapping(one, UUID, { StartingPositionTimestamp: 1 } as never),
      'update the tags': () => updateMapping(one, UUID, { Tags: {} } as never),
      'delete an unknown mapping': () => deleteMapping(one, 'nobody'),
      'read an unknown mapping': () => getMapping(one, 'nobody'),
    };
    const texts = Object.entries(asked).map(([what, attempt]) => `${what}\n${refusal(attempt)}`);
    expectGolden('service-refusals', texts.join('\n'));
  });
});
