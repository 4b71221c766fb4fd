import { describe, expect, test } from '@jest/globals';
import { mappingFrom, type MappingFromOptions } from '@millrace/templates';
import { temporaryFile as file } from './temporaryFiles.ts';

const plain = { StartingPosition: 'TRIM_HORIZON', BatchSize: 25, FunctionResponseTypes: ['ReportBatchItemFailures'] };

const template = `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Parameters:
  Batch: { Type: Number, Default: '50' }
  Retries: { Type: Number }
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties: { StreamSpecification: { StreamViewType: NEW_AND_OLD_IMAGES } }
  Failures: { Type: AWS::SQS::Queue }
  Alarms: { Type: AWS::SNS::Topic }
  OrdersFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: handler.handler
      Events:
        Changes:
          Type: DynamoDB
          Properties:
            Stream: !GetAtt Orders.StreamArn
            StartingPosition: TRIM_HORIZON
            BatchSize: !Ref Batch
            Enabled: false
            BisectBatchOnFunctionError: true
            FunctionResponseTypes: [ReportBatchItemFailures]
            FilterCriteria:
              Filters:
                - Pattern: !Sub '{"dynamodb":{"NewImage":{"region":{"S":["\${AWS::Region}"]}}}}'
            DestinationConfig:
              OnFailure: { Type: SQS, Destination: !GetAtt Failures.Arn }
        Nightly:
          Type: Schedule
          Properties: { Schedule: rate(1 day) }
  Audit:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        All:
          Type: DynamoDB
          Properties:
            Stream: !ImportValue orders-stream
            StartingPosition: LATEST
            MaximumRetryAttempts: !Ref Retries
            DestinationConfig: { OnFailure: { Type: SNS, Destination: !Ref Alarms } }
  Mail: { Type: AWS::Lambda::Function, Properties: { Code: {} } }
  MailMapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: { 'Fn::GetAtt': [Orders, StreamArn] }
      FunctionName: !GetAtt Mail.Arn
      StartingPosition: TRIM_HORIZON
      TumblingWindowInSeconds: '60'
      BatchSize: !If [IsProd, 100, !Ref AWS::NoValue]
      ParallelizationFactor: !Ref AWS::NoValue
  Jobs:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { EventSourceArn: 'arn:aws:sqs:eu-west-1:123456789012:jobs', FunctionName: x }
`;

/** A template whose values wait for its parameters, a condition and Systems Manager. */
const open = `
Parameters:
  Size: { Type: Number }
  Stage: { Type: String }
  Types: { Type: CommaDelimitedList, Default: '' }
  Retries: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /orders/retries }
Resources:
  F: { Type: AWS::Lambda::Function, Properties: { Timeout: !Ref Size } }
  Map:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref F
      BatchSize: !Ref Size
      FilterCriteria: { Filters: [{ Pattern: !Sub '{"eventName":["\${Stage}-\${Size}"]}' }] }
      FunctionResponseTypes: !Ref Types
      DestinationConfig: !If [IsProd, !Ref Stage, !Ref AWS::NoValue]
      MaximumRetryAttempts: !Ref Retries
`;

function failureOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

const asked = { spelling: 'options' } as const;

function mappingIn(source: string, options: MappingFromOptions = {}) {
  return mappingFrom(source, options).mapping;
}

describe('mappingFrom', () => {
  test('tells, in the words of AWS, of a mapping without a StartingPosition', () => {
    const incomplete = file('incomplete.json', JSON.stringify({ BatchSize: 5 }));

    expect(mappingFrom(incomplete).notes).toEqual([
      `${incomplete} has no StartingPosition, and AWS refuses that: 1 validation error detected: Value null at ` +
        "'startingPosition' failed to satisfy constraint: Member must not be null. Set it to TRIM_HORIZON or LATEST.",
    ]);
    expect(mappingFrom(incomplete, { overrides: { StartingPosition: 'LATEST' } }).notes).toEqual([]);
  });

  test('takes no file for a mapping that has none of its parameters', () => {
    const pipeline = file('pipeline.yml', 'image: node\ntest:\n  script: [npm test]\n');

    expect(() => mappingFrom(pipeline)).toThrow(
      `${pipeline} holds no mapping: none of its keys (image, test) is a parameter of one.`,
    );
  });

  test('takes JSON and YAML of AWS parameters as they are', () => {
    const yaml = 'StartingPosition: TRIM_HORIZON\nBatchSize: 25\nFunctionResponseTypes: [ReportBatchItemFailures]\n';

    expect(mappingIn(file('m.json', JSON.stringify(plain)))).toEqual(plain);
    expect(mappingIn(file('m.yaml', yaml))).toEqual(plain);
  });

  test.each<BufferEncoding>(['utf8', 'utf16le'])('takes a file with a mark of its encoding: %s', (encoding) => {
    const path = file('m.json', Buffer.from(`\uFEFF${JSON.stringify(plain)}`, encoding));

    expect(mappingIn(path)).toEqual(plain);
  });

  test('takes the DynamoDB event of a SAM function, with parameters, ARNs and patterns worked out', () => {
    const path = file('sam.yaml', template);
    const expected = {
      EventSourceArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/Orders/stream/2026-01-01T00:00:00.000',
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 50,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"NewImage":{"region":{"S":["us-east-1"]}}}}' }] },
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:Failures' } },
    };

    expect(mappingIn(`${path}#OrdersFunction`)).toEqual(expected);
    expect(mappingIn(`${path}#OrdersFunction.Changes`)).toEqual(expected);
    expect(mappingIn(`${path}#OrdersFunctionChanges`)).toEqual(expected);
  });

  test('takes an event source mapping by its own name or its function, leaving out what is AWS::NoValue', () => {
    const path = file('cfn.yaml', template);
    const expected = {
      EventSourceArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/Orders/stream/2026-01-01T00:00:00.000',
      FunctionName: 'arn:aws:lambda:us-east-1:123456789012:function:Mail',
      StartingPosition: 'TRIM_HORIZON',
      TumblingWindowInSeconds: 60,
    };

    expect(mappingIn(`${path}#MailMapping`, { overrides: { BatchSize: 7 } })).toEqual({ ...expected, BatchSize: 7 });
    expect(mappingIn(`${path}#Mail`, { overrides: { BatchSize: 7 } })).toEqual({ ...expected, BatchSize: 7 });
  });

  test('leaves an unknowable label out, but asks for a value that changes what happens', () => {
    const path = file('unknowable.yaml', template);

    expect(() => mappingFrom(`${path}#MailMapping`, asked)).toThrow('--set BatchSize=<value>');
    expect(() => mappingFrom(`${path}#Audit`, asked)).toThrow('--parameter Retries=<value>');
    expect(mappingIn(`${path}#Audit`, { overrides: { MaximumRetryAttempts: 7 } })).toEqual({
      StartingPosition: 'LATEST',
      MaximumRetryAttempts: 7,
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:us-east-1:123456789012:Alarms' } },
    });
  });

  test('names all values that a template leaves open in one message, each with the option that gives it', () => {
    const path = file('open.yaml', open);

    expect(failureOf(() => mappingFrom(path, asked))).toMatchObject({
      message: [
        `BatchSize of Map in ${path} is {"Ref":"Size"}, and Size is a parameter without a Default.`,
        `FilterCriteria of Map in ${path} is {"Filters":[{"Pattern":{"Fn::Sub":"{\\"eventName\\":[\\"\${Stage}-\${Size}\\"]}"}}]}, and Size and Stage are parameters without a Default.`,
        `DestinationConfig of Map in ${path} is {"Fn::If":["IsProd",{"Ref":"Stage"},{"Ref":"AWS::NoValue"}]}, which only a deployment can work out (there is no condition IsProd).`,
        `MaximumRetryAttempts of Map in ${path} is {"Ref":"Retries"}, which only a deployment can work out (stored at Systems Manager).`,
        `The Timeout of F in ${path} is {"Ref":"Size"}, and Size is a parameter without a Default.`,
        "Give the values they have there: --parameter Size=<value> --parameter Stage=<value> --set DestinationConfig='<JSON>' --set MaximumRetryAttempts=<value>",
      ].join('\n'),
    });
  });

  test('puts a given parameter in every place that refers to it, over its Default', () => {
    const path = file('given.yaml', open);
    const overrides = { DestinationConfig: {}, MaximumRetryAttempts: 7 };

    expect(
      mappingFrom(path, { overrides, parameters: { Size: '10', Stage: 'test', Types: 'ReportBatchItemFailures' } }),
    ).toMatchObject({
      mapping: {
        BatchSize: 10,
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["test-10"]}' }] },
        FunctionName: 'F',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
      timeoutSeconds: 10,
    });
  });

  test.each([
    ['a template', () => file('unknown.yaml', open), 'has no parameter Sise. It has: Size, Stage, Types, Retries.'],
    ['a plain file', () => file('p.json', JSON.stringify(plain)), 'has no parameter Sise. It has none: leave'],
  ])('refuses a parameter that %s does not have', (_, path, message) => {
    expect(() => mappingFrom(path(), { parameters: { Sise: '10' } })).toThrow(message);
  });

  test('takes the only mapping of a template without being told its name', () => {
    const one = { Resources: { M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { BatchSize: 5 } } } };

    expect(mappingIn(file('one.json', JSON.stringify(one)))).toEqual({ BatchSize: 5 });
  });

  test.each([
    ['its own Timeout, before the one for all', '#Own', 30],
    ['the one that Globals gives all of its functions', '#Global', 12],
    ['none of those Globals, which are for SAM functions', '#Plain', undefined],
    ['none when its function is not in the template', '#Elsewhere', undefined],
    ['the one of a function that a text names', '#BySub', 7],
    ['the one of a function by its name', '#ByName', 7],
    ['the one of a function by its ARN', '#ByArn', 7],
    ['the one of the function of an alias', '#ByAlias', 7],
    ['the one of the function of a version of an alias', '#ByVersion', 7],
    ['the one of the function of an alias that SAM makes', '#BySamAlias', 7],
    ['the one of a function by an attribute as text', '#ByText', 7],
    ['the one of a function by an ARN that is put together', '#ByMadeArn', 7],
    ['the one of a function by a text with variables', '#ByVariables', 7],
    ['the one of a function by an ARN of parts', '#ByParts', 7],
    ['the one for all when its own has no value', '#NoValue', 12],
    ['none when an alias is of itself', '#BySelf', undefined],
  ])('takes for a function %s', (_, id, expected) => {
    const changes = { Changes: { Type: 'DynamoDB', Properties: { StartingPosition: 'LATEST' } } };
    const sam = (Properties: object) => ({ Type: 'AWS::Serverless::Function', Properties });
    const ofFunction = (FunctionName: unknown) => ({
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { FunctionName, StartingPosition: 'LATEST' },
    });
    const timeouts = {
      Globals: { Function: { Timeout: 12 } },
      Parameters: { Seconds: { Type: 'Number', Default: '30' } },
      Resources: {
        Own: sam({ Events: changes, Timeout: { Ref: 'Seconds' } }),
        Global: sam({ Events: changes }),
        Mail: { Type: 'AWS::Lambda::Function', Properties: {} },
        Plain: ofFunction({ 'Fn::GetAtt': ['Mail', 'Arn'] }),
        Elsewhere: ofFunction('elsewhere'),
        ByName: ofFunction('billing'),
        Allowed: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: 'billing' } },
        Bill: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'billing', Timeout: '7' } },
        Live: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Bill' } } },
        One: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Live' } } },
        Self: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Self' } } },
        BySub: ofFunction({ 'Fn::Sub': '${Bill.Arn}:live' }),
        ByArn: ofFunction('arn:aws:lambda:us-east-1:123456789012:function:billing:live'),
        ByAlias: ofFunction({ Ref: 'Live' }),
        BySamAlias: ofFunction({ Ref: 'Bill.Alias' }),
        ByText: ofFunction({ 'Fn::GetAtt': 'Bill.Arn' }),
        ByMadeArn: ofFunction({ 'Fn::Sub': 'arn:aws:lambda:eu-west-1:123456789012:function:${Bill}' }),
        ByVariables: ofFunction({ 'Fn::Sub': ['${Bill.Arn}:${Stage}', { Stage: 'live' }] }),
        ByParts: ofFunction({ 'Fn::Join': ['', ['arn:aws:lambda:eu-west-1:1:function:', { Ref: 'Bill' }]] }),
        NoValue: sam({ Events: changes, Timeout: { Ref: 'AWS::NoValue' } }),
        ByVersion: ofFunction({ Ref: 'One' }),
        BySelf: ofFunction({ Ref: 'Self' }),
      },
    };

    const { timeoutSeconds } = mappingFrom(`${file('timeouts.json', JSON.stringify(timeouts))}${id}`);

    expect(timeoutSeconds).toBe(expected);
  });

  test('gives the environment of the function, its own over that of Globals, which are for SAM functions', () => {
    const path = file(
      'environment.yaml',
      `
Globals: { Function: { Environment: { Variables: { A: shared, B: shared } } } }
Resources:
  Queue: { Type: AWS::SQS::Queue }
  Sam:
    Type: AWS::Serverless::Function
    Properties:
      Environment:
        Variables:
          B: own
          NUMBER: 5
          FLAG: true
          ARN: !GetAtt Queue.Arn
          URL: !Ref Queue
          NAME: !Ref AWS::NoValue
          LIST: [a]
          SECRET: '{{resolve:secretsmanager:orders}}'
          TOKEN: !ImportValue token
      Events: { Changes: { Type: DynamoDB, Properties: { StartingPosition: LATEST } } }
  Plain: { Type: AWS::Lambda::Function, Properties: { Environment: { Variables: !If [IsProd, { C: c }, { C: d }] } } }
  OfPlain: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Plain } }
`,
    );

    expect(mappingFrom(`${path}#Sam`)).toMatchObject({
      function: { name: 'Sam' },
      environment: {
        variables: {
          A: 'shared',
          B: 'own',
          NUMBER: '5',
          FLAG: 'true',
          ARN: 'arn:aws:sqs:us-east-1:123456789012:Queue',
          URL: 'https://sqs.us-east-1.invalid/123456789012/Queue',
        },
        open: ['LIST', 'SECRET', 'TOKEN'],
      },
    });
    expect(mappingFrom(`${path}#OfPlain`).environment).toEqual({
      variables: {},
      open: ['Fn::If'],
      missingParameters: {},
    });
  });

  test.each<[unknown, readonly string[]]>([
    [{ 'Fn::If': ['IsProd', { Variables: { A: 'a' } }, { Ref: 'AWS::NoValue' }] }, ['Fn::If']],
    [{ Ref: 'AWS::NoValue' }, []],
    [{ Variables: { Ref: 'AWS::NoValue' } }, []],
    [{}, []],
  ])('makes no variable of what stands in the place of all: %j', (Environment, open) => {
    const resources = {
      F: { Type: 'AWS::Lambda::Function', Properties: { Environment } },
      M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: { Ref: 'F' } } },
    };
    const path = file('no-variables.json', JSON.stringify({ Resources: resources }));

    expect(mappingFrom(path).environment).toEqual({ variables: {}, open, missingParameters: {} });
  });

  test.each<[unknown, readonly string[]]>([
    [{ Ref: 'Stage' }, ['Stage']],
    [{ 'Fn::Sub': '${Stage}-${Owner}-${Known}' }, ['Stage', 'Owner']],
    [{ 'Fn::Join': ['-', [{ Ref: 'Known' }, { Ref: 'Owner' }]] }, ['Owner']],
    [{ 'Fn::Sub': ['${Stage}-${url}', { url: { 'Fn::ImportValue': 'url' } }] }, []],
    [{ 'Fn::Sub': '{{resolve:ssm:${Stage}}}' }, []],
    [{ Ref: 'List' }, []],
    [{ Ref: 'Stored' }, []],
  ])('names the parameters that would give a variable which they leave open: %j', (written, missing) => {
    const template = {
      Parameters: {
        Stage: { Type: 'String' },
        Owner: { Type: 'String' },
        Known: { Type: 'String', Default: 'known' },
        List: { Type: 'CommaDelimitedList' },
        Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: 'name' },
      },
      Resources: {
        F: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { OPEN: written } } } },
        M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: { Ref: 'F' } } },
      },
    };
    const path = file('missing.json', JSON.stringify(template));

    expect(mappingFrom(path).environment).toEqual({
      variables: {},
      open: ['OPEN'],
      missingParameters: missing.length > 0 ? { OPEN: missing } : {},
    });
  });

  test('calls what the template names by that name, and what it does not by its logical id', () => {
    const path = file(
      'names.yaml',
      `
Parameters: { Stage: { Type: String, Default: test }, Open: { Type: String } }
Resources:
  Orders: { Type: AWS::DynamoDB::Table, Properties: { TableName: !Sub 'orders-\${Stage}' } }
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: jobs } }
  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: news } }
  Unknown: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref Open } }
  Itself: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref Itself } }
  F:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub 'ship-\${Stage}'
      Environment:
        Variables:
          TABLE: !Ref Orders
          ARN: !GetAtt Orders.Arn
          URL: !Ref Queue
          TOPIC: !Ref Topic
          UNKNOWN: !Ref Unknown
          ITSELF: !Ref Itself
      Events: { Changes: { Type: DynamoDB, Properties: { StartingPosition: LATEST } } }
  Live: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref F, Name: live } }
  OfLive: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Live, BatchSize: 5 } }
`,
    );

    const { function: invoked, environment } = mappingFrom(`${path}#F.Changes`);
    expect(invoked.name).toBe('ship-test');
    expect(environment.variables).toEqual({
      TABLE: 'orders-test',
      ARN: 'arn:aws:dynamodb:us-east-1:123456789012:table/orders-test',
      URL: 'https://sqs.us-east-1.invalid/123456789012/jobs',
      TOPIC: 'arn:aws:sns:us-east-1:123456789012:news',
      UNKNOWN: 'Unknown',
      ITSELF: 'Itself',
    });
    // The ARN of an alias is left out, so that the name of its function stands in the context of an invocation.
    expect(mappingFrom(`${path}#OfLive`)).toMatchObject({ mapping: { BatchSize: 5 }, function: { name: 'ship-test' } });
    expect(mappingIn(`${path}#OfLive`)).not.toHaveProperty('FunctionName');
  });

  test.each([0, 901, 1.5, 'long'])('refuses the Timeout %p, which no function has', (Timeout) => {
    const resources = {
      F: { Type: 'AWS::Lambda::Function', Properties: { Timeout } },
      M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: { Ref: 'F' } } },
    };
    const path = file('timeout.json', JSON.stringify({ Resources: resources }));

    expect(() => mappingFrom(path, asked)).toThrow(/The Timeout of F in .* expected whole seconds from 1/);
  });

  test('asks for a Timeout that only a deployment knows, unless it is given', () => {
    const resources = {
      F: { Type: 'AWS::Lambda::Function', Properties: { Timeout: { 'Fn::ImportValue': 'seconds' } } },
      M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: { Ref: 'F' }, BatchSize: 5 } },
    };
    const path = file('timeout.json', JSON.stringify({ Resources: resources }));

    expect(() => mappingFrom(path, asked)).toThrow('The Timeout of F in');
    expect(() => mappingFrom(path, asked)).toThrow('--timeout <seconds>');
    expect(mappingFrom(path, { timeoutSeconds: 7 }).timeoutSeconds).toBe(7);
  });

  test.each([
    ['no such file', () => '/nowhere/none.json', /cannot be read: ENOENT.*AWS's parameters/s],
    ['neither JSON nor YAML', () => file('bad.json', '{"BatchSize": '), /bad.json is neither JSON nor YAML.*line 1/s],
    ['an empty file', () => file('empty.yaml', ''), 'it is empty'],
    ['a list', () => file('list.yaml', '- 1'), 'it is not an object'],
    ['a name in a plain file', () => `${file('p.json', JSON.stringify(plain))}#X`, '#X means nothing'],
    [
      'several mappings, none named',
      () => file('many.yaml', template),
      /choose one: .*#OrdersFunction\.Changes, .*#Audit\.All, .*#MailMapping\.$/,
    ],
    ['an unknown name', () => `${file('unknown.yaml', template)}#Nobody`, 'has no mapping Nobody. It has: '],
    [
      'no DynamoDB mapping',
      () => file('none.yaml', 'Resources: { Q: { Type: "AWS::SQS::Queue" } }'),
      'without a mapping',
    ],
  ])('says what to do about %s', (_, reference, message) => {
    expect(failureOf(() => mappingFrom(reference(), asked))).toMatchObject({ code: 'TemplateError' });
    expect(() => mappingFrom(reference(), asked)).toThrow(message);
  });
});
