import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isTemplateError, mappingFrom, mappingsIn } from '@millrace/templates';

// Templates of others, which are no part of this repository: what each of them deploys was read by eye, and stands here.

const corpus = join(__dirname, '../../../../shared/corpus/templates');
const files = existsSync(corpus) ? readdirSync(corpus).sort() : [];
if (files.length === 0) process.stderr.write('Skipped: the public templates of ../shared are not there.\n');
const withCorpus = files.length > 0 ? test : test.skip;

/** Parameters of the mapping, how many patterns it has, the last part of its destination and its table; or why there is none. */
const expected: ReadonlyMap<string, object | string> = new Map<string, object | string>([
  [
    'cdk-synth__awslabs__aws-solutions-constructs__integ.dbslam-existing-table.js.snapshot__dbslam-existing-table.template.json',
    {
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      MaximumRecordAgeInSeconds: 86400,
      MaximumRetryAttempts: 500,
      StartingPosition: 'TRIM_HORIZON',
      destination: 'testdynamodbstreamslambdaSqsDlqQueue183241DF',
      table: 'mytable0FC8E698',
    },
  ],
  [
    'cdk-synth__awslabs__aws-solutions-constructs__integ.dbslam-no-arguments.js.snapshot__dbslam-no-arguments.template.json',
    {
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      MaximumRecordAgeInSeconds: 86400,
      MaximumRetryAttempts: 5,
      StartingPosition: 'TRIM_HORIZON',
      destination: 'testdynamodbstreamslambdaSqsDlqQueue183241DF',
      table: 'testdynamodbstreamslambdaDynamoTable64210BF7',
    },
  ],
  [
    'cfn-json__aws__serverless-application-model__output__connector_table_to_function_read.json',
    { BatchSize: 1, StartingPosition: 'TRIM_HORIZON', table: 'Table' },
  ],
  [
    'cfn-json__aws__serverless-application-model__output__function_with_metrics_config.json',
    { MetricsConfig: { Metrics: [] }, StartingPosition: 'TRIM_HORIZON', patterns: 0, table: 'DynamoDBTable' },
  ],
  [
    'cfn-json__aws__serverless-application-model__output__function_with_propagate_tags_and_no_tags.json',
    { BatchSize: 200, MaximumBatchingWindowInSeconds: 20, StartingPosition: 'LATEST', table: 'MyDynamoDB' },
  ],
  [
    'cfn__aws-samples__amazon-dynamodb-labs__event-driven__event-driven-cfn.yaml',
    {
      BatchSize: 10000,
      MaximumBatchingWindowInSeconds: 3,
      ParallelizationFactor: 1,
      MaximumRecordAgeInSeconds: -1,
      BisectBatchOnFunctionError: false,
      MaximumRetryAttempts: -1,
      TumblingWindowInSeconds: 0,
      StartingPosition: 'LATEST',
      table: 'StateTable',
    },
  ],
  [
    'cfn__aws__aws-sam-cli__models__connector_table_to_function_read.yaml',
    { BatchSize: 1, StartingPosition: 'TRIM_HORIZON', table: 'Table' },
  ],
  [
    'cfn__aws__serverless-application-model__combination__connector_table_to_function_read.yaml',
    { StartingPosition: 'TRIM_HORIZON', table: 'Table' },
  ],
  [
    'cfn__aws__serverless-application-model__input__connector_table_to_function_read.yaml',
    { BatchSize: 1, StartingPosition: 'TRIM_HORIZON', table: 'Table' },
  ],
  [
    'sam__aws-powertools__powertools-lambda-python__sam__dynamodb_batch_processing.yaml',
    {
      StartingPosition: 'LATEST',
      MaximumRetryAttempts: 2,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      destination: 'SampleDLQ',
      table: 'SampleTable',
    },
  ],
  [
    'sam__aws-powertools__powertools-lambda-typescript__app__template.yaml',
    {
      StartingPosition: 'LATEST',
      BatchSize: 100,
      MaximumRetryAttempts: 3,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      patterns: 1,
      destination: 'powertools-example-dead-letter-queue',
      table: 'powertools-example-items',
    },
  ],
  [
    'sam__aws-powertools__powertools-lambda-typescript__sam__dynamodb.yaml',
    {
      StartingPosition: 'LATEST',
      MaximumRetryAttempts: 2,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      destination: 'SampleDLQ',
      table: 'SampleTable',
    },
  ],
  [
    'sam__aws-samples__serverless-patterns__dynamodb-eventbridge-scheduler__template.yaml',
    { StartingPosition: 'LATEST', MaximumBatchingWindowInSeconds: 1, BatchSize: 10, table: 'ScheduleConfigs' },
  ],
  [
    'sam__aws-samples__serverless-patterns__dynamodb-streams-appsync-subscription__template.yaml',
    {
      BatchSize: 100,
      ParallelizationFactor: 10,
      StartingPosition: 'LATEST',
      MaximumRetryAttempts: 2,
      BisectBatchOnFunctionError: true,
      MaximumRecordAgeInSeconds: 120,
      patterns: 1,
      table: 'DDBTable',
    },
  ],
  ['sam__aws-samples__serverless-patterns__dynamodb-streams-lambda-event-filters__template.yaml', 'choose one'],
  [
    'sam__aws-samples__serverless-patterns__dynamodb-streams-lambda-eventbridge-sam-node__template.yml',
    {
      BatchSize: 100,
      ParallelizationFactor: 10,
      StartingPosition: 'LATEST',
      MaximumRetryAttempts: 2,
      BisectBatchOnFunctionError: true,
      MaximumRecordAgeInSeconds: 120,
      patterns: 1,
      table: 'MyTable',
    },
  ],
  [
    'sam__aws-samples__serverless-patterns__dynamodb-streams-lambda-eventbridge-sam-rust__template.yml',
    {
      BatchSize: 100,
      ParallelizationFactor: 10,
      StartingPosition: 'LATEST',
      MaximumRetryAttempts: 2,
      BisectBatchOnFunctionError: true,
      MaximumRecordAgeInSeconds: 120,
      patterns: 1,
      table: 'MyTable',
    },
  ],
  [
    'sam__aws__serverless-application-model__combination__function_with_all_event_types.yaml',
    { BatchSize: 200, MaximumBatchingWindowInSeconds: 20, StartingPosition: 'LATEST', table: 'MyDynamoDB' },
  ],
  [
    'sam__aws__serverless-application-model__combination__function_with_dynamodb.yaml',
    {
      BatchSize: 10,
      StartingPosition: 'TRIM_HORIZON',
      TumblingWindowInSeconds: 120,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      table: 'MyTable',
    },
  ],
  [
    'sam__aws__serverless-application-model__input__function_with_metrics_config.yaml',
    { StartingPosition: 'TRIM_HORIZON', MetricsConfig: { Metrics: [] }, patterns: 0, table: 'DynamoDBTable' },
  ],
  [
    'sam__aws__serverless-application-model__input__function_with_propagate_tags_and_no_tags.yaml',
    { BatchSize: 200, MaximumBatchingWindowInSeconds: 20, StartingPosition: 'LATEST', table: 'MyDynamoDB' },
  ],
  [
    'sam__ksindi__tweeter__template.yaml',
    { BatchSize: 100, MaximumBatchingWindowInSeconds: 2, StartingPosition: 'TRIM_HORIZON', table: 'TweetsTable' },
  ],
  [
    'serverless__PacktPublishing__JavaScript-Cloud-Native-Development-Cookbook__author-bff__serverless.yml',
    { BatchSize: 100, StartingPosition: 'TRIM_HORIZON', table: 'Table' },
  ],
  [
    'serverless__PacktPublishing__JavaScript-Cloud-Native-Development-Cookbook__bi-directional-sync__serverless.yml',
    { BatchSize: 100, StartingPosition: 'TRIM_HORIZON', table: 'Table' },
  ],
  [
    'serverless__PacktPublishing__JavaScript-Cloud-Native-Development-Cookbook__saga__serverless.yml',
    { BatchSize: 100, StartingPosition: 'TRIM_HORIZON', table: 'Table' },
  ],
  [
    'serverless__PacktPublishing__JavaScript-Cloud-Native-Development-Cookbook__upstream__serverless.yml',
    { BatchSize: 100, StartingPosition: 'TRIM_HORIZON', table: 'Table' },
  ],
  [
    'serverless__serverless__examples__aws-golang-dynamo-stream-to-elasticsearch__serverless.yml',
    { BatchSize: 100, StartingPosition: 'TRIM_HORIZON', table: 'puppies' },
  ],
  [
    'terraform__NHSDigital__nhs-notify-digital-letters__dl__lambda_event_source_mapping_ttl_handle_expiry_lambda.tf',
    'an output of the module sqs_ttl_handle_expiry_errors',
  ],
  [
    'terraform__aws-samples__serverless-patterns__dynamodb-streams-lambda-terraform-java__main.tf',
    { StartingPosition: 'LATEST', table: 'UsersIds' },
  ],
  [
    'terraform__aws-samples__serverless-patterns__dynamodb-streams-lambda-terraform__main.tf',
    { StartingPosition: 'LATEST', table: 'UsersIds' },
  ],
  [
    'terraform__terraform-aws-modules__terraform-aws-lambda__event-source-mapping__main.tf',
    { StartingPosition: 'LATEST', patterns: 2, destination: 'failure', table: 'this' },
  ],
]);

function told(file: string): object | string {
  try {
    const { mapping, table } = mappingFrom(join(corpus, file));
    const { EventSourceArn: _arn, FunctionName: _name, FilterCriteria, DestinationConfig, ...parameters } = mapping;
    return {
      ...parameters,
      ...(FilterCriteria && { patterns: FilterCriteria.Filters?.length }),
      ...(DestinationConfig && { destination: DestinationConfig.OnFailure?.Destination?.split(':').at(-1) }),
      table: table?.name,
    };
  } catch (error) {
    if (!isTemplateError(error)) throw error;
    return error.message;
  }
}

describe('the templates of others', () => {
  withCorpus('give the mapping that they deploy, or the right reason why there is none', () => {
    const answers = files.map((file) => ({ file, answer: told(file) }));

    let right = 0;
    let reasons = 0;
    for (const { file, answer } of answers) {
      const known = expected.get(file);
      if (known === undefined) continue;
      if (typeof known === 'string') {
        expect(answer).toContain(known);
        reasons++;
      } else {
        expect({ file, answer }).toEqual({ file, answer: known });
        right++;
      }
    }
    process.stderr.write(
      `Templates of others: ${right} of ${files.length} give the right mapping, ${reasons} a right reason, none a wrong mapping.\n`,
    );
    expect(right + reasons).toBe(expected.size);
  });

  withCorpus('that have several mappings give each of them', () => {
    const found = mappingsIn(
      join(corpus, 'sam__aws-samples__serverless-patterns__dynamodb-streams-lambda-event-filters__template.yaml'),
    );

    expect(found.map(({ deployed }) => deployed?.mapping.FilterCriteria?.Filters?.length)).toEqual([1, 1]);
  });
});
