import { describe, expect, test } from '@jest/globals';
import { mappingFrom, mappingsIn } from '@millrace/templates';
import { join } from 'node:path';
import { temporaryFile as file, temporaryFolder } from './temporaryFiles.ts';

const arn = 'arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000';
const expected = {
  EventSourceArn: arn,
  FunctionName: 'arn:aws:lambda:us-east-1:123456789012:function:on-order',
  StartingPosition: 'TRIM_HORIZON',
  BatchSize: 25,
  MaximumRetryAttempts: 3,
  BisectBatchOnFunctionError: true,
  FunctionResponseTypes: ['ReportBatchItemFailures'],
  DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:failures' } },
  FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"pk":{"S":["test"]}}},"eventName":["REMOVE"]}' }] },
};

const ordersTable = {
  TableName: 'orders',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'N' },
    { AttributeName: 'customer', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-customer',
      KeySchema: [
        { AttributeName: 'customer', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    },
  ],
};

const configuration = `
variable "stage" { default = "test" }
variable "size" {
  type    = number
  default = 10
}
variable "key" { type = string }
locals {
  retries = var.stage == "prod" ? 10 : 3
  names   = { orders = "orders" }
}
resource "aws_dynamodb_table" "orders" {
  name             = local.names["orders"]
  hash_key         = "pk"
  range_key        = "sk"
  stream_enabled   = true
  attribute {
    name = "pk"
    type = "S"
  }
  attribute {
    name = "sk"
    type = "N"
  }
  attribute {
    name = "customer"
    type = "S"
  }
  global_secondary_index {
    name      = "by-customer"
    hash_key  = "customer"
    range_key = "sk"
  }
  stream_view_type = "NEW_IMAGE"
}
resource "aws_sqs_queue" "failures" { name = "failures" }
resource "aws_kinesis_stream" "clicks" { name = "clicks" }
data "archive_file" "code" {
  type        = "zip"
  source_dir  = "\${path.module}/src"
  output_path = "\${path.module}/code.zip"
}
resource "aws_lambda_function" "on_order" {
  function_name = "on-order"
  filename      = data.archive_file.code.output_path
  handler       = "orders.handler"
  runtime       = "nodejs22.x"
  timeout       = 30
  memory_size   = 512
  environment {
    variables = {
      TABLE = aws_dynamodb_table.orders.name
      QUEUE = aws_sqs_queue.failures.url
      STAGE = "\${var.stage}-x"
      URL   = "https://sqs.\${data.aws_region.current.name}.amazonaws.com/1/jobs"
      API   = "https://\${var.stage}.example.com"
      KEY   = var.key
      OTHER = module.other.name
    }
  }
}
resource "aws_lambda_event_source_mapping" "on_order" {
  event_source_arn               = aws_dynamodb_table.orders.stream_arn
  function_name                  = aws_lambda_function.on_order.arn
  starting_position              = "TRIM_HORIZON"
  batch_size                     = var.size
  maximum_retry_attempts         = local.retries
  bisect_batch_on_function_error = true
  function_response_types        = ["ReportBatchItemFailures"]
  destination_config {
    on_failure {
      destination_arn = aws_sqs_queue.failures.arn
    }
  }
  filter_criteria {
    filter {
      pattern = jsonencode({
        eventName : ["REMOVE"]
        dynamodb = { Keys = { pk = { S = [var.stage] } } }
      })
    }
  }
}
resource "aws_lambda_event_source_mapping" "clicks" {
  event_source_arn  = aws_kinesis_stream.clicks.arn
  function_name     = aws_lambda_function.on_order.arn
  starting_position = "LATEST"
}
`;

describe('a configuration of Terraform', () => {
  const files = { 'main.tf': configuration, 'terraform.tfvars': 'size = 25\n', 'src/orders.ts': '' };

  test.each(['main.tf', '.'])('gives mapping, function and table, with variables and locals worked out: %s', (name) => {
    const folder = temporaryFolder(files);

    expect(mappingFrom(join(folder, name))).toEqual({
      name: 'on_order',
      mapping: expected,
      function: {
        name: 'on-order',
        handler: 'orders.handler',
        file: join(folder, 'src/orders.ts'),
        exportName: 'handler',
      },
      runtime: 'nodejs22.x',
      timeoutSeconds: 30,
      memoryMb: 512,
      environment: {
        variables: {
          TABLE: 'orders',
          QUEUE: 'https://sqs.us-east-1.invalid/123456789012/failures',
          STAGE: 'test-x',
          URL: 'https://sqs.us-east-1.amazonaws.com.invalid/1/jobs',
          API: 'https://test.example.com',
        },
        open: ['KEY', 'OTHER'],
        missingParameters: { KEY: ['key'] },
      },
      table: { name: 'orders', keys: ['pk', 'sk'], streamView: 'NEW_IMAGE' },
      tables: [ordersTable],
      notes: [],
    });
  });

  test('takes variables that are given before those of its files', () => {
    const folder = temporaryFolder(files);
    const parameters = { stage: 'prod', size: '7' };

    expect(mappingFrom(folder, { parameters }).mapping).toMatchObject({ BatchSize: 7, MaximumRetryAttempts: 10 });
    expect(() => mappingFrom(folder, { parameters: { sise: '7' } })).toThrow(
      'has no variable sise. It has: key, size, stage.',
    );
  });

  test('asks for all variables without a default, and for what only a deployment knows, at once', () => {
    const text = `
variable "size" {}
resource "aws_lambda_event_source_mapping" "a" {
  event_source_arn       = var.stream_arn
  function_name          = module.f.arn
  starting_position      = "LATEST"
  batch_size             = var.size
  maximum_retry_attempts = data.aws_ssm_parameter.retries.value
}
`;

    expect(() => mappingFrom(file('main.tf', text), { spelling: 'options' })).toThrow(
      /BatchSize of a in .*and size is a parameter.*\nMaximumRetryAttempts of a .*data\.aws_ssm_parameter\.retries\.value.*\n.*: --parameter size=<value> --set MaximumRetryAttempts=<value>$/s,
    );
  });

  test('writes out for_each, count and dynamic blocks', () => {
    const text = `
locals { mappings = { a = { size = 1, patterns = ["{}"] }, b = { size = 2, patterns = [] } } }
resource "aws_dynamodb_table" "t" {}
resource "aws_lambda_event_source_mapping" "each" {
  for_each          = local.mappings
  event_source_arn  = aws_dynamodb_table.t.stream_arn
  function_name     = "f-\${each.key}"
  starting_position = "LATEST"
  batch_size        = each.value.size
  dynamic "filter_criteria" {
    for_each = length(each.value.patterns) > 0 ? [1] : []
    content {
      dynamic "filter" {
        for_each = each.value.patterns
        content {
          pattern = filter.value
        }
      }
    }
  }
}
resource "aws_lambda_event_source_mapping" "off" {
  count             = 0
  event_source_arn  = aws_dynamodb_table.t.stream_arn
  function_name     = "off"
  starting_position = "LATEST"
}
`;
    const path = file('main.tf', text);

    const found = mappingsIn(path);

    expect(found.map(({ reference }) => reference)).toEqual([`${path}#each["a"]`, `${path}#each["b"]`]);
    expect(found.map(({ deployed }) => deployed?.mapping)).toMatchObject([
      { BatchSize: 1, FunctionName: 'f-a', FilterCriteria: { Filters: [{ Pattern: '{}' }] } },
      { BatchSize: 2, FunctionName: 'f-b' },
    ]);
    expect(mappingFrom(`${path}#each["b"]`).mapping).not.toHaveProperty('FilterCriteria');
  });

  test('reads the mappings of the module terraform-aws-modules/lambda', () => {
    const text = `
module "orders" {
  source        = "terraform-aws-modules/lambda/aws"
  function_name = "orders"
  handler       = "index.handler"
  runtime       = "nodejs22.x"
  timeout       = 12
  event_source_mapping = {
    jobs     = { event_source_arn = aws_sqs_queue.jobs.arn }
    dynamodb = {
      event_source_arn           = aws_dynamodb_table.orders.stream_arn
      starting_position          = "LATEST"
      destination_arn_on_failure = aws_sqs_queue.jobs.arn
      filter_criteria            = [{ pattern = jsonencode({ eventName = ["INSERT"] }) }]
    }
  }
}
`;

    expect(mappingFrom(file('main.tf', text))).toMatchObject({
      mapping: {
        StartingPosition: 'LATEST',
        FunctionName: 'orders',
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:jobs' } },
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
      },
      timeoutSeconds: 12,
      runtime: 'nodejs22.x',
    });
  });

  test('reads modules that lie in folders with the variables that their calls give', () => {
    const folder = temporaryFolder({
      'main.tf': `
variable "stage" { default = "prod" }
module "table" {
  source = "./modules/table"
  name   = "orders-\${var.stage}"
}
module "consumer" {
  source     = "./modules/consumer"
  for_each   = { slow = 10, fast = 500 }
  name       = "on-order-\${each.key}"
  size       = each.value
  stream_arn = module.table.stream_arn
}
module "none" {
  source     = "./modules/consumer"
  count      = var.stage == "prod" ? 0 : 1
  name       = "none"
  stream_arn = module.table.stream_arn
}`,
      'modules/table/main.tf': `
variable "name" {}
resource "aws_dynamodb_table" "this" {
  name             = var.name
  hash_key         = "id"
  stream_view_type = "NEW_IMAGE"
}
output "stream_arn" { value = aws_dynamodb_table.this.stream_arn }`,
      'modules/consumer/main.tf': `
variable "name" {}
variable "stream_arn" {}
variable "size" { default = 1 }
data "archive_file" "code" {
  type       = "zip"
  source_dir = "\${path.module}/src"
}
resource "aws_lambda_function" "this" {
  function_name = var.name
  handler       = "index.handler"
  runtime       = "nodejs22.x"
  filename      = data.archive_file.code.output_path
}
resource "aws_lambda_event_source_mapping" "this" {
  event_source_arn  = var.stream_arn
  function_name     = aws_lambda_function.this.arn
  starting_position = "LATEST"
  batch_size        = var.size
}`,
      'modules/consumer/src/index.ts': '',
    });

    expect(mappingsIn(join(folder, 'main.tf')).map(({ deployed }) => deployed)).toMatchObject(
      ['fast', 'slow'].map((key) => ({
        name: `module.consumer["${key}"].aws_lambda_event_source_mapping.this`,
        mapping: {
          EventSourceArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/orders-prod/stream/2026-01-01T00:00:00.000',
          BatchSize: key === 'slow' ? 10 : 500,
        },
        function: { name: `on-order-${key}`, file: join(folder, 'modules/consumer/src/index.ts') },
        table: { name: 'orders-prod', keys: ['id'], streamView: 'NEW_IMAGE' },
      })),
    );
    expect(
      mappingFrom(`${join(folder, 'main.tf')}#on-order-fast`, { parameters: { stage: 'prod' } }).mapping.BatchSize,
    ).toBe(500);
  });

  test('leaves open what a module that calls itself, or is not given a variable, would be', () => {
    const folder = temporaryFolder({
      'main.tf': 'module "a" { source = "./a" }',
      'a/main.tf': `
variable "size" {}
module "again" { source = "../a" }
resource "aws_lambda_event_source_mapping" "this" {
  event_source_arn  = aws_dynamodb_table.orders.stream_arn
  function_name     = "f"
  starting_position = "LATEST"
  batch_size        = var.size
}`,
    });

    expect(() => mappingFrom(`${folder}/main.tf#module.a.aws_lambda_event_source_mapping.this`)).toThrow(
      'BatchSize of module.a.aws_lambda_event_source_mapping.this in ' +
        `${folder}/main.tf is "\${var.size}", which only a deployment can work out (module.a.size is not given).`,
    );
    expect(mappingsIn(`${folder}/main.tf`)).toHaveLength(8);
  });

  test('shows an open block as it is written', () => {
    const text = `
variable "filters" { type = list(string) }
resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn  = aws_dynamodb_table.orders.stream_arn
  function_name     = "f"
  starting_position = "LATEST"
  dynamic "filter_criteria" {
    for_each = var.filters
    content {
      filter { pattern = filter_criteria.value }
    }
  }
}`;

    expect(() => mappingFrom(file('main.tf', text))).toThrow(
      /FilterCriteria of orders in .* is .*"for_each":"\$\{var\.filters\}".*, and filters is a parameter/,
    );
  });

  test('says where a file cannot be parsed', () => {
    expect(() => mappingFrom(file('main.tf', 'resource "a" {'))).toThrow(
      /is no configuration of Terraform: .*main\.tf:1/,
    );
  });
});

describe('a plan or a state of Terraform', () => {
  const mapping = {
    event_source_arn: arn,
    function_name: 'arn:aws:lambda:us-east-1:123456789012:function:on-order',
    starting_position: 'TRIM_HORIZON',
    batch_size: 25,
    maximum_retry_attempts: 3,
    parallelization_factor: 0,
    bisect_batch_on_function_error: true,
    function_response_types: ['ReportBatchItemFailures'],
    destination_config: [{ on_failure: [{ destination_arn: 'arn:aws:sqs:us-east-1:123456789012:failures' }] }],
    filter_criteria: [{ filter: [{ pattern: expected.FilterCriteria.Filters[0]?.Pattern }] }],
    metrics_config: [],
    queues: null,
    topics: [],
  };
  const onOrder = {
    function_name: 'on-order',
    handler: 'orders.handler',
    runtime: 'nodejs22.x',
    timeout: 30,
    memory_size: 512,
    environment: [{ variables: { TABLE: 'orders' } }],
  };
  const table = { name: 'orders', hash_key: 'pk', range_key: null, stream_view_type: 'NEW_IMAGE' };
  const queueMapping = { event_source_arn: 'arn:aws:sqs:us-east-1:123456789012:jobs', function_name: 'jobs' };
  const of = (type: string, name: string, values: object) => ({
    address: `${type}.${name}`,
    mode: 'managed',
    type,
    name,
    values,
  });
  const inModule = (each: ReturnType<typeof of>) => ({ ...each, address: `module.shop.${each.address}` });
  const resources = [
    of('aws_lambda_event_source_mapping', 'jobs', queueMapping),
    of('aws_lambda_event_source_mapping', 'orders', mapping),
    of('aws_lambda_function', 'on_order', onOrder),
    of('aws_dynamodb_table', 'orders', table),
  ];
  const state = { format_version: '1.0', terraform_version: '1.9.0', values: { root_module: { resources } } };
  const nested = {
    format_version: '1.2',
    planned_values: {
      root_module: { child_modules: [{ address: 'module.shop', resources: resources.map(inModule) }] },
    },
  };
  const raw = {
    version: 4,
    terraform_version: '1.9.0',
    resources: resources.map(({ type, name, values }) => ({
      mode: 'managed',
      type,
      name,
      module: 'module.shop',
      instances: [{ attributes: values }],
    })),
  };
  const told = {
    name: 'orders',
    mapping: expected,
    function: { name: 'on-order', handler: 'orders.handler' },
    runtime: 'nodejs22.x',
    timeoutSeconds: 30,
    memoryMb: 512,
    environment: { variables: { TABLE: 'orders' } },
    table: { name: 'orders', keys: ['pk'], streamView: 'NEW_IMAGE' },
  };

  test.each([
    ['a state', state],
    ['a plan with modules', nested],
    ['a state file', raw],
  ])('gives mapping, function and table: %s', (_, content) => {
    expect(mappingFrom(file('state.json', JSON.stringify(content)))).toMatchObject(told);
  });

  test('takes the stand-ins of the resources that the configuration names for what is known after the apply', () => {
    const { event_source_arn: _arn, function_name: _name, destination_config: _config, ...known } = mapping;
    const references = (...names: string[]) => ({ references: names });
    const plan = {
      format_version: '1.2',
      planned_values: {
        root_module: {
          resources: [of('aws_dynamodb_table', 'orders', table), of('aws_lambda_function', 'on_order', onOrder)],
          child_modules: [
            {
              resources: [
                inModule(
                  of('aws_lambda_event_source_mapping', 'orders', {
                    ...known,
                    destination_config: [{ on_failure: [{}] }],
                  }),
                ),
              ],
            },
          ],
        },
      },
      configuration: {
        root_module: {
          module_calls: {
            shop: {
              expressions: {
                stream: references('aws_dynamodb_table.orders.stream_arn', 'aws_dynamodb_table.orders'),
                function: references('aws_lambda_function.on_order.arn', 'aws_lambda_function.on_order'),
              },
              module: {
                resources: [
                  {
                    type: 'aws_lambda_event_source_mapping',
                    name: 'orders',
                    expressions: {
                      event_source_arn: references('var.stream'),
                      function_name: references('var.function'),
                      destination_config: [
                        {
                          on_failure: [
                            { destination_arn: references('aws_sqs_queue.failures.arn', 'aws_sqs_queue.failures') },
                          ],
                        },
                      ],
                    },
                  },
                ],
              },
            },
          },
        },
      },
    };

    expect(mappingFrom(file('plan.json', JSON.stringify(plan)))).toMatchObject(told);
  });

  test('says which of its mappings read no DynamoDB stream', () => {
    const path = file('state.json', JSON.stringify(state));

    expect(() => mappingFrom(`${path}#jobs`)).toThrow('is not simulated: it reads sqs, not a DynamoDB stream');
  });
});
