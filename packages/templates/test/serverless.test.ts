import { describe, expect, test } from '@jest/globals';
import { mappingFrom } from '@millrace/templates';
import { join } from 'node:path';
import { temporaryFile as file, temporaryFolder } from './temporaryFiles.ts';

const service = `
service: shop
provider:
  name: aws
  runtime: nodejs22.x
  stage: \${opt:stage, 'dev'}
  region: eu-west-1
  timeout: 20
  environment:
    STAGE: \${self:provider.stage}
    TABLE: { Ref: Table }
custom:
  sizes: { dev: 25, prod: 500 }
  size: \${self:custom.sizes.\${self:provider.stage}}
params:
  default: { retries: 3 }
  prod: { retries: 5 }
functions:
  onOrder:
    handler: src/orders.handler
    memorySize: 256
    environment: { KEY: '\${ssm:/orders/key}', URL: '\${env:URL}' }
    events:
      - http: GET /orders
      - stream:
          type: dynamodb
          arn: { Fn::GetAtt: [Table, StreamArn] }
          batchSize: \${self:custom.size}
          batchWindow: 5
          maximumRetryAttempts: \${param:retries}
          bisectBatchOnFunctionError: true
          maximumRecordAgeInSeconds: 3600
          parallelizationFactor: 2
          functionResponseType: ReportBatchItemFailures
          destinations: { onFailure: { arn: { Fn::GetAtt: [Failures, Arn] }, type: sqs } }
          filterPatterns:
            - eventName: [INSERT]
              dynamodb: { NewImage: { stage: { S: ['\${self:provider.stage}'] } } }
  onClick:
    handler: src/clicks.handler
    events:
      - stream: arn:aws:kinesis:eu-west-1:123456789012:stream/clicks
  byText:
    handler: src/text.handler
    name: text-\${sls:stage}
    timeout: 7
    events:
      - stream: arn:aws:dynamodb:eu-west-1:123456789012:table/Texts/stream/2026-01-01T00:00:00.000
resources:
  Resources:
    Failures: { Type: AWS::SQS::Queue }
    Table:
      Type: AWS::DynamoDB::Table
      Properties:
        TableName: \${self:service}-\${sls:stage}-orders
        KeySchema: [{ AttributeName: sk, KeyType: RANGE }, { AttributeName: pk, KeyType: HASH }]
        StreamSpecification: { StreamViewType: NEW_AND_OLD_IMAGES }
`;

describe('a serverless.yml', () => {
  test('gives the mapping of a stream event, with the variables resolved and the defaults of the framework', () => {
    const folder = temporaryFolder({ 'serverless.yml': service, 'src/orders.ts': '' });

    const deployed = mappingFrom(join(folder, 'serverless.yml#onOrder'));

    expect(deployed).toEqual({
      name: 'onOrder',
      mapping: {
        EventSourceArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/shop-dev-orders/stream/2026-01-01T00:00:00.000',
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 25,
        MaximumBatchingWindowInSeconds: 5,
        MaximumRetryAttempts: 3,
        BisectBatchOnFunctionError: true,
        MaximumRecordAgeInSeconds: 3600,
        ParallelizationFactor: 2,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:Failures' } },
        FilterCriteria: {
          Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"stage":{"S":["dev"]}}}}' }],
        },
      },
      function: {
        name: 'shop-dev-onOrder',
        handler: 'src/orders.handler',
        file: join(folder, 'src/orders.ts'),
        exportName: 'handler',
      },
      runtime: 'nodejs22.x',
      timeoutSeconds: 20,
      memoryMb: 256,
      environment: {
        variables: { STAGE: 'dev', TABLE: 'shop-dev-orders' },
        open: ['KEY', 'URL'],
        missingParameters: { URL: ['env:URL'] },
      },
      table: { name: 'shop-dev-orders', keys: ['pk', 'sk'], streamView: 'NEW_AND_OLD_IMAGES' },
      // The types of its keys are not written.
      tables: [],
      notes: [],
    });
  });

  test('takes options, environment and parameters that are given', () => {
    const path = file('serverless.yml', service);
    const parameters = { stage: 'prod', 'env:URL': 'http://localhost', 'param:retries': '7' };

    expect(mappingFrom(`${path}#onOrder`, { parameters })).toMatchObject({
      mapping: { BatchSize: 500, MaximumRetryAttempts: 7 },
      environment: { variables: { STAGE: 'prod', URL: 'http://localhost' } },
      function: { name: 'shop-prod-onOrder' },
    });
    expect(mappingFrom(`${path}#onOrder`, { parameters: { stage: 'prod' } })).toMatchObject({
      mapping: { MaximumRetryAttempts: 5 },
    });
  });

  test('takes a stream that is only an ARN, with the batch size of the framework, and a function by its own name', () => {
    expect(mappingFrom(`${file('serverless.yml', service)}#text-dev`)).toMatchObject({
      mapping: { BatchSize: 10, StartingPosition: 'TRIM_HORIZON' },
      function: { name: 'text-dev' },
      timeoutSeconds: 7,
      memoryMb: 1024,
    });
  });

  test.each([
    ['several mappings', '', /several mappings; choose one: \S+#onOrder, \S+#byText\.$/],
    ['a Kinesis stream', '#onClick', /#onClick is not simulated: it reads kinesis, not a DynamoDB stream/],
    ['no such function', '#other', /has no mapping other. It has: /],
  ])('says what there is: %s', (_, name, message) => {
    expect(() => mappingFrom(file('serverless.yml', service) + name)).toThrow(message);
  });

  test('reads other files of YAML and JSON, lists of functions and of resources', () => {
    const folder = temporaryFolder({
      'serverless.yml': `
service: { name: shop }
provider: { name: aws }
functions: ['\${file(functions.yml)}', { other: { handler: a.b } }]
resources: ['\${file(./resources.json):all}', { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } }]
`,
      'functions.yml':
        'f: { handler: a.b, events: [{ stream: { type: dynamodb, arn: { Fn::GetAtt: [T, StreamArn] } } }] }',
      'resources.json': JSON.stringify({
        all: { Resources: { T: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'T1' } } } },
      }),
    });

    expect(mappingFrom(folder)).toMatchObject({ name: 'f', table: { name: 'T1' } });
  });

  test.each([
    [
      '${opt:size}',
      "and size is a parameter without a Default. Give the value it has there: mappingFrom(…, { parameters: { size: '…' } })",
    ],
    ['${env:SIZE}', "parameters: { 'env:SIZE': '…' }"],
    ['${cf:other.size}', 'which only a deployment can work out (${cf:…} is looked up when it is deployed)'],
    ['${file(size.js)}', 'size.js is a program'],
    ['${self:custom.a}', 'refers to itself'],
    ['${self:custom.nothing}', 'nothing stands there'],
  ])('asks for what only a deployment knows: %s', (size, message) => {
    const text = `
service: shop
custom: { a: '\${self:custom.b}', b: '\${self:custom.a}' }
provider: { name: aws }
functions: { f: { handler: a.b, events: [{ stream: { type: dynamodb, batchSize: '${size}' } }] } }
`;

    expect(() => mappingFrom(file('serverless.yml', text))).toThrow(message);
  });

  test.each([
    ['${opt:size, 7}', 7],
    ['${opt:size, env:SIZE, self:custom.size}', 9],
    ["${self:custom.${opt:which, 'size'}}", 9],
    ['${self:custom.list.1}', 4],
  ])('takes the first alternative that there is: %s', (size, expected) => {
    const text = `
service: shop
custom: { size: 9, list: [3, 4] }
provider: { name: aws }
functions: { f: { handler: a.b, events: [{ stream: { type: dynamodb, batchSize: "${size}" } }] } }
`;

    expect(mappingFrom(file('serverless.yml', text)).mapping.BatchSize).toBe(expected);
  });

  test("leaves CloudFormation's own variables to CloudFormation", () => {
    const text = `
service: shop
provider: { name: aws, region: eu-west-1, environment: { ARN: !Sub 'arn:\${AWS::Region}:\${T}' } }
functions: { f: { handler: a.b, events: [{ stream: { type: dynamodb } }] } }
resources: { Resources: { T: { Type: AWS::DynamoDB::Table } } }
`;

    expect(mappingFrom(file('serverless.yml', text)).environment.variables).toEqual({ ARN: 'arn:eu-west-1:T' });
  });
});
