import { describe, expect, test } from '@jest/globals';
import { resolveMapping } from '@millrace/simulator';
import { mappingFrom } from '@millrace/templates';
import { temporaryFile } from './temporaryFiles.ts';

const answer = {
  UUID: '14e0db71-5b35-4eb5-b481-8945cf9d10c2',
  StartingPosition: 'LATEST',
  BatchSize: 50,
  MaximumBatchingWindowInSeconds: 0,
  ParallelizationFactor: 1,
  EventSourceArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-05-01T10:00:00.000',
  FunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:on-order',
  LastModified: 1779000000.5,
  LastProcessingResult: 'OK',
  State: 'Disabled',
  StateTransitionReason: 'User action',
  DestinationConfig: { OnFailure: {} },
  MaximumRecordAgeInSeconds: -1,
  BisectBatchOnFunctionError: false,
  MaximumRetryAttempts: 4,
  TumblingWindowInSeconds: 0,
  FunctionResponseTypes: ['ReportBatchItemFailures'],
  EventSourceMappingArn: 'arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:14e0db71',
};
const queue = {
  UUID: '2f1b6dab-0000-0000-0000-000000000000',
  BatchSize: 10,
  EventSourceArn: 'arn:aws:sqs:eu-west-1:123456789012:jobs',
  FunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:worker',
  State: 'Enabled',
};
const list = { EventSourceMappings: [queue, answer], NextMarker: null };
const json = (value: unknown) => temporaryFile('mapping.json', JSON.stringify(value));

describe('an answer of AWS', () => {
  test.each([
    ['get-event-source-mapping', answer, ''],
    ['list-event-source-mappings, with one of a DynamoDB stream', list, ''],
    ['list-event-source-mappings, by the UUID', list, `#${answer.UUID}`],
    ['list-event-source-mappings, by the function', list, '#on-order'],
    ['list-event-source-mappings, by the table', list, '#Orders'],
    ['list-event-source-mappings --query EventSourceMappings', list.EventSourceMappings, ''],
  ])('gives the mapping without its state: %s', (_, content, name) => {
    const { mapping, table } = mappingFrom(json(content) + name);

    expect(mapping).toEqual({
      EventSourceArn: answer.EventSourceArn,
      FunctionName: answer.FunctionArn,
      StartingPosition: 'LATEST',
      BatchSize: 50,
      MaximumBatchingWindowInSeconds: 0,
      ParallelizationFactor: 1,
      DestinationConfig: { OnFailure: {} },
      MaximumRecordAgeInSeconds: -1,
      BisectBatchOnFunctionError: false,
      MaximumRetryAttempts: 4,
      TumblingWindowInSeconds: 0,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(() => resolveMapping(mapping)).not.toThrow();
    expect(table).toEqual({ name: 'Orders', keys: undefined, streamView: undefined });
  });

  test('the input of create-event-source-mapping is a mapping as it stands', () => {
    const input = { FunctionName: 'on-order', EventSourceArn: answer.EventSourceArn, StartingPosition: 'LATEST' };

    expect(mappingFrom(json(input)).mapping).toEqual(input);
  });

  test('says what the others read, and how to get the right answer', () => {
    expect(() => mappingFrom(json({ EventSourceMappings: [queue] }))).toThrow(
      `without a mapping of a DynamoDB stream. It has ${queue.UUID} (it reads sqs, not a DynamoDB stream).`,
    );
    expect(() => mappingFrom(`${json(list)}#worker`)).toThrow('is not simulated: it reads sqs');
  });
});
