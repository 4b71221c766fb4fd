import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  defineStream,
  isDecodeError,
  isInvocationRecordError,
  parseInvocationRecord,
  type StreamViewType,
  type,
  type WireRecord,
} from '../src/index.ts';

// Events of public repositories, kept beside the checkout and not in it (see docs/records.md for what they show).
const corpus = join(__dirname, '../../../../shared/corpus');

interface Loose {
  readonly [name: string]: unknown;
}

/** Every stream record in a file: events, bare records, and events inside other fixtures. */
function recordsIn(value: unknown): WireRecord[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('dynamodb' in value) return [value as WireRecord];
  return Object.values(value).flatMap(recordsIn);
}

function outcome(wire: WireRecord): string {
  const change = wire.dynamodb as Loose | undefined;
  // What a user would write for that table; fixtures often say a view type and carry less, so its absence means keys.
  const view = (change?.['StreamViewType'] ??
    (change?.['NewImage'] === undefined ? 'KEYS_ONLY' : 'NEW_IMAGE')) as StreamViewType;
  const [key = 'id'] = Object.keys(Object(change?.['Keys'] ?? {}) as object);
  const stream = defineStream({ item: type<Loose>(), keys: [key as never], view, eager: true });
  try {
    stream.decode(wire);
    return 'decodes';
  } catch (error) {
    if (!isDecodeError(error)) throw error;
    return `${error.reason} at ${error.path.join('.')}`;
  }
}

if (existsSync(corpus)) {
  describe('events of public repositories', () => {
    const files = readdirSync(join(corpus, 'events')).toSorted();
    const outcomes = Object.fromEntries(
      files.map((file) => {
        const records = recordsIn(JSON.parse(readFileSync(join(corpus, 'events', file), 'utf8')));
        return [file.replace(/\.json$/, ''), [...new Set(records.map(outcome))].join('; ')];
      }),
    );

    test('decode, or are rejected for the reason that is wrong with them', () => {
      expect(outcomes).toMatchInlineSnapshot(`
{
  "CodeGenieApp__serverless-express__dynamodb-event": "decodes",
  "CodeGenieApp__serverless-express__utils": "decodes",
  "NHSDigital__immunisation-fhir-api__README": "decodes",
  "NHSDigital__immunisation-fhir-api__README-2": "sequence-number at dynamodb.SequenceNumber",
  "NHSDigital__immunisation-fhir-api__test_delta": "decodes",
  "NHSDigital__nhs-notify-digital-letters__dlq.test": "sequence-number at dynamodb.SequenceNumber",
  "aws-powertools__powertools-lambda-java__batch": "decodes",
  "aws-powertools__powertools-lambda-python__getting_started_dynamodb_event": "decodes",
  "aws-samples__serverless-patterns__README": "camel-case at dynamodb",
  "aws-samples__serverless-patterns__README-2": "decodes",
  "aws-samples__serverless-patterns__examples-1": "decodes",
  "aws-solutions__aws-waf-security-automations__test_remove_expired_ip": "sequence-number at dynamodb.SequenceNumber",
  "aws__aws-lambda-go__dynamodb-event": "decodes",
  "aws__aws-lambda-go__dynamodb-event-malformed.2": "decodes",
  "aws__aws-lambda-go__dynamodb-time-window-event": "decodes",
  "aws__aws-lambda-java-libs__dynamo_ddb_stream_record": "decodes",
  "aws__aws-lambda-java-libs__dynamo_event_roundtrip": "decodes",
  "aws__aws-lambda-java-libs__dynamo_time_window_event": "decodes",
  "aws__chalice__test_app": "decodes",
  "awsdocs__aws-lambda-developer-guide__dynamodb-record": "decodes",
  "awslabs__aws-lambda-rust-runtime__example-dynamodb-event-record-with-optional-fields": "sequence-number at dynamodb.SequenceNumber",
  "calavera__aws-lambda-events__example-dynamodb-event-record-with-optional-fields": "sequence-number at dynamodb.SequenceNumber",
  "fujiwara__knockrd__stream_test": "decodes",
  "govuk-one-login__di-account-management-backend__testFixtures": "sequence-number at dynamodb.SequenceNumber",
  "jgilbert01__aws-lambda-stream__dynamodb.test": "decodes",
  "jgilbert01__aws-lambda-stream__dynamodb.test-3": "decodes",
  "localstack__localstack__test_dynamodb.snapshot-3": "sequence-number at dynamodb.SequenceNumber",
  "localstack__localstack__test_dynamodb.snapshot-4": "sequence-number at dynamodb.SequenceNumber",
  "localstack__localstack__test_dynamodb.snapshot-5": "sequence-number at dynamodb.SequenceNumber",
  "localstack__localstack__test_dynamodb_streams.snapshot": "sequence-number at dynamodb.SequenceNumber",
  "localstack__localstack__test_lambda_integration_dynamodbstreams.snapshot": "sequence-number at dynamodb.SequenceNumber",
  "localstack__localstack__test_lambda_integration_dynamodbstreams.snapshot-12": "sequence-number at dynamodb.SequenceNumber",
  "localstack__localstack__test_lambda_integration_dynamodbstreams.snapshot-5": "sequence-number at dynamodb.SequenceNumber",
  "localstack__localstack__test_lambda_integration_dynamodbstreams.snapshot-6": "sequence-number at dynamodb.SequenceNumber",
  "localstack__localstack__test_lambda_integration_dynamodbstreams.snapshot-8": "sequence-number at dynamodb.SequenceNumber",
  "lumigo-io__lumigo-node__awsSpan.test": "decodes",
  "lumigo-io__lumigo-node__eventParser.test": "decodes",
  "middyjs__middy__index.test": "missing at dynamodb.Keys",
  "middyjs__middy__index.test-2": "missing at dynamodb.Keys",
  "middyjs__middy__index.test-4": "sequence-number at dynamodb.SequenceNumber",
  "newrelic__newrelic-python-agent__dynamodb_update": "decodes",
  "newrelic__node-newrelic__event_source_info": "decodes",
  "newrelic__node-newrelic__lambda-sample-events": "decodes",
  "nhsconnect__prm-migrator__given": "decodes",
  "sensedeep__dynamodb-onetable__stream": "sequence-number at dynamodb.SequenceNumber",
  "swift-server__swift-aws-lambda-events__DynamoDBTests": "decodes",
  "typelevel__feral__DynamoDbStreamEventSuite": "base64 at dynamodb.NewImage.Image.B; decodes",
}
`);
    });
  });

  test('failure records of public repositories are read, or rejected for the reason that is wrong with them', () => {
    const results = readdirSync(join(corpus, 'failures'))
      .toSorted()
      .map((file) => {
        const content = JSON.parse(readFileSync(join(corpus, 'failures', file), 'utf8')) as { Messages?: unknown[] };
        try {
          return parseInvocationRecord(content.Messages?.[0] ?? content).requestContext.condition;
        } catch (error) {
          return isInvocationRecordError(error) ? error.path : error;
        }
      });

    // Three from DynamoDB, three from Kinesis, one made to lack its shard.
    expect(results).toEqual([
      'RetryAttemptsExhausted',
      'RetryAttemptsExhausted',
      'RetryAttemptsExhausted',
      'KinesisBatchInfo',
      'KinesisBatchInfo',
      'KinesisBatchInfo',
      'DDBStreamBatchInfo.shardId',
    ]);
  });
} else {
  test.skip(`the corpus is not there: ${corpus}`, () => {});
}
