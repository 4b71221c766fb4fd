import { describe, expect, test } from '@jest/globals';
import { mappingFrom, mappingsIn } from '@millrace/templates';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFile as file, temporaryFolder } from './temporaryFiles.ts';

/** A template with one mapping whose BatchSize is the given text. */
const sized = (size: string, more = '') => `
${more}
Resources:
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { StartingPosition: LATEST, BatchSize: ${size} } }
`;
const sizeOf = (text: string, parameters: Record<string, string> = {}) =>
  mappingFrom(file('template.yaml', text), { parameters }).mapping.BatchSize;

const context = `
Parameters:
  Stage: { Type: String, Default: test }
  Open: { Type: String }
  List: { Type: CommaDelimitedList, Default: '3, 4,5' }
Mappings:
  Sizes: { test: { size: 11 }, prod: { size: 22 } }
  Regions: { us-east-1: { size: 7, same: 9 }, eu-west-1: { size: 8, same: 9 } }
Conditions:
  IsTest: !Equals [!Ref Stage, test]
  IsProd: !Not [!Condition IsTest]
  IsOpen: !Equals [!Ref Open, yes]
  InVirginia: !Equals [!Ref 'AWS::Region', us-east-1]
`;

describe('intrinsic functions are worked out', () => {
  test.each<[string, unknown]>([
    ['!If [IsTest, 1, 2]', 1],
    ['!If [IsProd, 1, 2]', 2],
    ['!If [IsTest, !If [IsProd, 1, 5], 2]', 5],
    ['!FindInMap [Sizes, !Ref Stage, size]', 11],
    ['!FindInMap [Regions, !Ref "AWS::Region", same]', 9],
    ['!FindInMap [Sizes, none, size, { DefaultValue: 4 }]', 4],
    ['!Select [1, !Ref List]', 4],
    ['!Select [2, !Split ["-", "a-b-6"]]', 6],
    ['!Select [0, [7, !ImportValue x]]', 7],
    ['!Join ["", ["1", !Select [0, !Ref List]]]', 13],
    ['!Sub ["1${A}", { A: !FindInMap [Sizes, prod, size] }]', 122],
    ['{ Fn::Length: !Ref List }', 3],
    ['!If [!Equals [a, a], 1, 2]', 1],
    ['!If [Any, 8, 2]', 8],
    ['!If [All, 8, 2]', 2],
  ])('%s', (size, expected) => {
    const text = sized(
      size,
      `${context}  Any: !Or [!Condition IsOpen, !Condition IsTest]\n  All: !And [!Condition IsOpen, !Condition IsProd]\n`,
    );

    expect(sizeOf(text)).toBe(expected);
  });

  test.each([
    ['!If [IsOpen, 1, 2]', 'and Open is a parameter without a Default', { Open: 'yes' }, 1],
    ['!If [InVirginia, 1, 2]', 'which depends on AWS::Region', { 'AWS::Region': 'eu-west-1' }, 2],
    [
      '!FindInMap [Regions, !Ref "AWS::Region", size]',
      'which depends on AWS::Region',
      { 'AWS::Region': 'eu-west-1' },
      8,
    ],
    ['!FindInMap [Sizes, !Ref Open, size]', 'and Open is a parameter without a Default', { Open: 'prod' }, 22],
  ])('what decides is asked for, never made up: %s', (size, message, parameters, expected) => {
    const text = sized(size, context);

    expect(() => sizeOf(text)).toThrow(message);
    expect(sizeOf(text, parameters)).toBe(expected);
  });

  test.each([
    ['{{resolve:ssm:/size}}', '(looked up when it is deployed)'],
    ['!ImportValue size', '(an export of another stack)'],
    ['!GetAtt Nested.Outputs.Size', 'which only a deployment can work out.'],
  ])('what only a deployment knows is asked for, with the reason: %s', (size, reason) => {
    expect(() => sizeOf(sized(size.startsWith('!') ? size : `'${size}'`))).toThrow(reason);
    expect(mappingFrom(file('t.yaml', sized(`'${size}'`)), { overrides: { BatchSize: 5 } }).mapping.BatchSize).toBe(5);
  });

  test('loops of the language extensions are written out', () => {
    const text = `
Transform: AWS::LanguageExtensions
Parameters: { Names: { Type: CommaDelimitedList, Default: 'a,b-c' } }
Resources:
  Fn::ForEach::Mappings:
    - Name
    - !Ref Names
    - Mapping&{Name}:
        Type: AWS::Lambda::EventSourceMapping
        Properties: { StartingPosition: LATEST, FunctionName: !Sub 'f-\${Name}', BatchSize: 5 }
`;

    expect(mappingFrom(`${file('template.yaml', text)}#Mappingbc`).mapping.FunctionName).toBe('f-b-c');
  });
});

describe('merge keys', () => {
  test('are merged as SAM merges them: what a map writes itself counts, and the rest is not lost', () => {
    const text = `
x-common: &common
  Runtime: nodejs22.x
  Timeout: 30
  MemorySize: 512
  Environment: { Variables: { TABLE: orders } }
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      <<: *common
      MemorySize: 256
      Events:
        Changes: { Type: DynamoDB, Properties: { StartingPosition: LATEST } }
`;

    expect(mappingFrom(file('template.yaml', text))).toMatchObject({
      runtime: 'nodejs22.x',
      timeoutSeconds: 30,
      memoryMb: 256,
      environment: { variables: { TABLE: 'orders' } },
    });
  });
});

describe('which mapping it is', () => {
  const text = `
Parameters:
  Stage: { Type: String, Default: test }
  KinesisArn: { Type: String }
  Unknown: { Type: String }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Table: { Type: AWS::DynamoDB::Table }
  Stream: { Type: AWS::Kinesis::Stream }
  Queue: { Type: AWS::SQS::Queue }
  Cluster: { Type: AWS::MSK::Cluster }
  OfKinesis: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Stream.Arn, StartingPosition: LATEST } }
  OfNamedKinesis: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !Ref KinesisArn, StartingPosition: LATEST } }
  OfMadeArn: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !Sub 'arn:\${AWS::Partition}:kinesis:\${AWS::Region}:1:stream/x', StartingPosition: LATEST } }
  OfQueue: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Queue.Arn } }
  OfImport: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !ImportValue queue-arn } }
  OfKafka: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !Ref Cluster, StartingPosition: LATEST, Topics: [t] } }
  OfSelfManaged: { Type: AWS::Lambda::EventSourceMapping, Properties: { SelfManagedEventSource: {}, StartingPosition: LATEST } }
  OfUnknown: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !Ref Unknown, StartingPosition: LATEST, BatchSize: 9 } }
  InProd: { Type: AWS::Lambda::EventSourceMapping, Condition: IsProd, Properties: { EventSourceArn: !GetAtt Table.StreamArn, StartingPosition: LATEST, BatchSize: 100 } }
  Always: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Table.StreamArn, StartingPosition: LATEST, BatchSize: 1 } }
`;

  test('the only one of a DynamoDB stream that is deployed needs no choice, whatever else there is', () => {
    expect(mappingFrom(file('template.yaml', text))).toMatchObject({ name: 'Always', mapping: { BatchSize: 1 } });
  });

  test.each([
    ['OfKinesis', 'it reads kinesis'],
    ['OfNamedKinesis', 'it reads kinesis'],
    ['OfMadeArn', 'it reads kinesis'],
    ['OfQueue', 'it reads sqs'],
    ['OfImport', 'it reads sqs'],
    ['OfKafka', 'it reads msk'],
    ['OfSelfManaged', 'it reads kafka'],
    ['InProd', 'it is not deployed, as its condition IsProd is false'],
  ])('%s is not simulated', (name, why) => {
    expect(() => mappingFrom(`${file('template.yaml', text)}#${name}`)).toThrow(`#${name} is not simulated: ${why}`);
  });

  test('one whose condition is true is a choice, and one whose stream is unknown can be chosen', () => {
    const path = file('template.yaml', text);

    expect(() => mappingFrom(path, { parameters: { Stage: 'prod' } })).toThrow(/choose one: \S+#InProd, \S+#Always\.$/);
    expect(mappingFrom(`${path}#OfUnknown`).mapping.BatchSize).toBe(9);
  });

  test('several of which the template does not say what they read are told as that', () => {
    const unknown = text.replaceAll(/^ {2}(InProd|Always): .*$/gm, '');
    const two = `${unknown}  Other: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !Ref Unknown, StartingPosition: LATEST } }\n`;

    expect(() => mappingFrom(file('template.yaml', two))).toThrow(
      /several mappings, of which it does not say what they read; choose one: \S+#OfUnknown, \S+#Other\.$/,
    );
  });

  test('a template with mappings of other services alone says which', () => {
    const others = text
      .split('\n')
      .filter((line) => !/OfUnknown|InProd|Always/.test(line))
      .join('\n');

    expect(() => mappingFrom(file('template.yaml', others))).toThrow(
      /without a mapping of a DynamoDB stream.* It has OfKinesis \(it reads kinesis, .*aws lambda list-event-source-mappings/s,
    );
  });
});

describe('parameters', () => {
  const parameters = `
Parameters:
  Stage: { Type: String, AllowedValues: [test, prod], Default: test }
  Size: { Type: Number, MinValue: 1, MaxValue: 100, Default: 5, ConstraintDescription: a small batch }
  Name: { Type: String, AllowedPattern: '[a-z]+', MinLength: 2, MaxLength: 4, Default: abc }
`;
  const text = sized('!Ref Size', parameters);

  test.each([
    [{ Stage: 'dev' }, 'The parameter Stage of .* is given as "dev", expected one of its AllowedValues: test, prod.'],
    [{ Size: '0' }, 'expected at least 1, its MinValue \\(a small batch\\).'],
    [{ Size: '101' }, 'expected at most 100, its MaxValue'],
    [{ Size: 'many' }, 'expected a number, its Type'],
    [{ Name: 'ABC' }, 'expected what its AllowedPattern \\[a-z\\]\\+ allows'],
    [{ Name: 'a' }, 'expected at least 2 characters, its MinLength'],
    [{ Name: 'abcde' }, 'expected at most 4 characters, its MaxLength'],
  ])('refuses %j', (given, message) => {
    expect(() => sizeOf(text, given as Record<string, string>)).toThrow(new RegExp(message));
  });

  test('takes what the constraints allow', () => {
    expect(sizeOf(text, { Stage: 'prod', Size: '100', Name: 'ab' })).toBe(100);
  });

  test('refuses a Default that its own constraints do not allow, where it is used', () => {
    expect(() => sizeOf(sized('!Ref Size', 'Parameters: { Size: { Type: Number, MaxValue: 1, Default: 5 } }'))).toThrow(
      /The Default of the parameter Size of .* is 5, expected at most 1, its MaxValue/,
    );
  });

  const toml = `
version = 0.1
[default.deploy.parameters]
stack_name = "shop"
parameter_overrides = "Size=7 Stage=\\"prod\\" Gone=1"
[staging.global.parameters]
parameter_overrides = ["Size=8", "Stage='test'"]
`;

  test.each<[object, number, readonly string[]]>([
    [{}, 7, ['Stage=prod is from samconfig.toml (default).', 'Size=7 is from samconfig.toml (default).']],
    [{ parameters: { Size: '9' } }, 9, ['Stage=prod is from samconfig.toml (default).']],
    [
      { configEnv: 'staging' },
      8,
      ['Size=8 is from samconfig.toml (staging).', 'Stage=test is from samconfig.toml (staging).'],
    ],
  ])('of a samconfig.toml beside the template count: %j', (options, size, notes) => {
    const folder = temporaryFolder({ 'template.yaml': text, 'samconfig.toml': toml });

    const deployed = mappingFrom(join(folder, 'template.yaml'), options);

    expect(deployed.mapping.BatchSize).toBe(size);
    expect(deployed.notes.toSorted()).toEqual(notes.toSorted());
  });

  test('a samconfig.yaml counts too, and one that cannot be used is refused', () => {
    const yaml = 'default: { deploy: { parameters: { parameter_overrides: { Size: 6 } } } }';

    expect(mappingFrom(temporaryFolder({ 'template.yaml': text, 'samconfig.yaml': yaml })).mapping.BatchSize).toBe(6);
    const folder = temporaryFolder({ 'template.yaml': text, 'samconfig.toml': toml });
    expect(() => mappingFrom(folder, { configEnv: 'gone' })).toThrow('has no section gone. It has: default, staging.');
    const broken = temporaryFolder({ 'template.yaml': text, 'samconfig.toml': '[default' });
    expect(() => mappingFrom(broken)).toThrow(/samconfig\.toml is no TOML/);
  });
});

describe('stand-ins never name a host outside this machine', () => {
  test('a URL that is made with one leads nowhere; one that the template gives stays', () => {
    const text = `
Parameters: { Domain: { Type: String, Default: api.example.com } }
Resources:
  Queue: { Type: AWS::SQS::Queue }
  Api: { Type: AWS::Serverless::Api }
  F:
    Type: AWS::Serverless::Function
    Properties:
      Environment:
        Variables:
          QUEUE: !Ref Queue
          BY_ATTRIBUTE: !GetAtt Queue.QueueUrl
          BY_PARTS: !Sub 'https://sqs.\${AWS::Region}.amazonaws.com/\${AWS::AccountId}/jobs'
          API: !Sub 'https://\${Api}.execute-api.us-east-1.\${AWS::URLSuffix}/prod'
          BY_SUFFIX: !Sub 'https://\${Domain}.\${AWS::URLSuffix}:8443/'
          GIVEN: !Sub 'https://\${Domain}/v1'
          LITERAL: https://api.example.com
      Events: { Changes: { Type: DynamoDB, Properties: { StartingPosition: LATEST } } }
`;

    const { variables } = mappingFrom(file('template.yaml', text)).environment;

    expect(variables).toEqual({
      QUEUE: 'https://sqs.us-east-1.invalid/123456789012/Queue',
      BY_ATTRIBUTE: 'https://sqs.us-east-1.invalid/123456789012/Queue',
      BY_PARTS: 'https://sqs.us-east-1.amazonaws.com.invalid/123456789012/jobs',
      API: 'https://Api.execute-api.us-east-1.amazonaws.invalid/prod',
      BY_SUFFIX: 'https://api.example.com.amazonaws.invalid:8443/',
      GIVEN: 'https://api.example.com/v1',
      LITERAL: 'https://api.example.com',
    });
  });
});

describe('the function and its table', () => {
  test.each([
    ['the folder of CodeUri', { CodeUri: 'src/' }, 'app.handler', { 'src/app.ts': '' }, 'src/app.ts'],
    ['the sources before what was built', { CodeUri: '.' }, 'dist/app.handler', { 'src/app.ts': '' }, 'src/app.ts'],
    ['an index', { CodeUri: 'src' }, 'app.handler', { 'src/app/index.mjs': '' }, 'src/app/index.mjs'],
    [
      'a folder in the handler',
      {},
      'functions/on/order.handler',
      { 'functions/on/order.js': '' },
      'functions/on/order.js',
    ],
    ['nothing', { CodeUri: 's3://bucket/key' }, 'app.handler', {}, undefined],
    ['nothing for Python', { Runtime: 'python3.13' }, 'app.handler', { 'app.py': '', 'app.js': '' }, undefined],
  ])('the file of the handler is found: %s', (_, properties, Handler, files, found) => {
    const Events = { Changes: { Type: 'DynamoDB', Properties: { StartingPosition: 'LATEST' } } };
    const template = {
      Resources: { F: { Type: 'AWS::Serverless::Function', Properties: { Handler, Events, ...properties } } },
    };
    const folder = temporaryFolder({ ...files, 'template.json': JSON.stringify(template) });

    expect(mappingFrom(folder).function.file).toBe(found === undefined ? undefined : join(folder, found));
  });

  test('entry points of a nested template are found from the folder of sam build --base-dir', () => {
    const text = `
Globals: { Function: { Runtime: nodejs22.x, CodeUri: ./ } }
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties: { Handler: consumer.handler, Events: { C: { Type: DynamoDB, Properties: { StartingPosition: LATEST } } } }
    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [apps/table/handlers/consumer.ts] } }
`;
    const folder = temporaryFolder({ 'apps/table/template.yaml': text, 'apps/table/handlers/consumer.ts': '' });

    expect(mappingFrom(join(folder, 'apps/table')).function.file).toBe(join(folder, 'apps/table/handlers/consumer.ts'));
  });

  test('what esbuild begins with comes first', () => {
    const text = `
Globals: { Function: { Runtime: nodejs22.x, CodeUri: code } }
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties: { Handler: app.handler, Events: { C: { Type: DynamoDB, Properties: { StartingPosition: LATEST } } } }
    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [src/orders/app.ts, src/other.ts] } }
`;
    const folder = temporaryFolder({ 'template.yaml': text, 'code/src/orders/app.ts': '', 'code/src/other.ts': '' });

    expect(mappingFrom(folder).function).toEqual({
      name: 'F',
      handler: 'app.handler',
      file: join(folder, 'code/src/orders/app.ts'),
      exportName: 'handler',
    });
  });

  test.each([
    ['its attribute', '!GetAtt Orders.StreamArn'],
    ['an ARN with its name', 'arn:aws:dynamodb:eu-west-1:1:table/orders/stream/2026'],
    ['a text with its attribute', '!Sub "${Orders.StreamArn}"'],
  ])('the table is found by %s', (_, stream) => {
    const text = `
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: orders
      KeySchema: [{ AttributeName: sk, KeyType: RANGE }, { AttributeName: pk, KeyType: HASH }]
      StreamSpecification: { StreamViewType: OLD_IMAGE }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: ${stream}, StartingPosition: LATEST } }
`;

    expect(mappingFrom(file('template.yaml', text)).table).toEqual({
      name: 'orders',
      keys: ['pk', 'sk'],
      streamView: 'OLD_IMAGE',
    });
  });

  test('the keys of all tables are as CreateTable has them, where they and their types are known', () => {
    const text = `
Parameters: { Type: { Type: String } }
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: orders
      KeySchema: [{ AttributeName: sk, KeyType: RANGE }, { AttributeName: pk, KeyType: HASH }]
      AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }, { AttributeName: sk, AttributeType: N }]
      GlobalSecondaryIndexes:
        - { IndexName: by-sk, KeySchema: [{ AttributeName: sk, KeyType: HASH }], Projection: { ProjectionType: ALL } }
        - { IndexName: unknown, KeySchema: [{ AttributeName: other, KeyType: HASH }] }
  Open: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [{ AttributeName: pk, KeyType: HASH }], AttributeDefinitions: [{ AttributeName: pk, AttributeType: !Ref Type }] } }
  Simple: { Type: AWS::Serverless::SimpleTable }
  Counts: { Type: AWS::Serverless::SimpleTable, Properties: { PrimaryKey: { Name: day, Type: Number } } }
  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Orders.StreamArn, StartingPosition: LATEST } }
`;

    const key = (TableName: string, AttributeName: string, AttributeType: string) => ({
      TableName,
      KeySchema: [{ AttributeName, KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName, AttributeType }],
    });
    expect(mappingFrom(file('template.yaml', text)).tables).toEqual([
      {
        TableName: 'orders',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'N' },
        ],
        GlobalSecondaryIndexes: [{ IndexName: 'by-sk', KeySchema: [{ AttributeName: 'sk', KeyType: 'HASH' }] }],
      },
      key('Simple', 'id', 'S'),
      key('Counts', 'day', 'N'),
    ]);
  });

  test('a URL with the name after the # is a reference too', () => {
    const url = pathToFileURL(file('template.yaml', sized('5')));
    url.hash = 'M';

    expect(mappingFrom(url)).toMatchObject({ name: 'M', mapping: { BatchSize: 5 } });
    expect(mappingFrom(url.href)).toMatchObject({ name: 'M' });
  });
});

describe('a template that changes', () => {
  test('fails the test that it breaks, as the mapping is read and not pasted', () => {
    const before = file('template.yaml', sized('5'));
    const after = file('template.yaml', sized('6').replace('LATEST', 'TRIM_HORIZON'));

    expect(mappingFrom(before).mapping).not.toEqual(mappingFrom(after).mapping);
  });
});

describe('the assembly of a CDK app', () => {
  const stack = (id: string, batchSize: number) => ({
    Resources: {
      [`${id}TableABCD1234`]: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        },
      },
      [`${id}FunctionABCD1234`]: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { S3Bucket: { 'Fn::Sub': 'cdk-assets-${AWS::AccountId}' }, S3Key: 'abc.zip' },
          Handler: 'index.handler',
          Runtime: 'nodejs24.x',
          Timeout: 45,
        },
        Metadata: {
          'aws:cdk:path': `${id}/OrdersFunction/Resource`,
          'aws:asset:path': 'asset.abc',
          'aws:asset:property': 'Code',
        },
      },
      [`${id}Mapping1234ABCD`]: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          BatchSize: batchSize,
          EventSourceArn: { 'Fn::GetAtt': [`${id}TableABCD1234`, 'StreamArn'] },
          FunctionName: { Ref: `${id}FunctionABCD1234` },
          StartingPosition: 'TRIM_HORIZON',
        },
        Metadata: { 'aws:cdk:path': `${id}/OrdersFunction/DynamoDBEventSource:${id}/Resource` },
      },
    },
  });
  const artifact = (name: string) => ({
    type: 'aws:cloudformation:stack',
    properties: { templateFile: `${name}.template.json` },
  });
  const one = {
    'cdk.out/manifest.json': JSON.stringify({
      version: '48',
      artifacts: { Shop: artifact('Shop'), Tree: { type: 'cdk:tree' } },
    }),
    'cdk.out/Shop.template.json': JSON.stringify(stack('Shop', 7)),
    'cdk.out/asset.abc/index.mjs': '',
  };

  test.each(['cdk.out', 'cdk.out/manifest.json', 'cdk.out/Shop.template.json', '.', 'cdk.out#OrdersFunction'])(
    'gives the mapping, and the file of the handler in its assets: %s',
    (name) => {
      const folder = temporaryFolder(one);

      expect(mappingFrom(join(folder, name))).toMatchObject({
        mapping: { BatchSize: 7, StartingPosition: 'TRIM_HORIZON' },
        function: { file: join(folder, 'cdk.out/asset.abc/index.mjs'), exportName: 'handler' },
        runtime: 'nodejs24.x',
        timeoutSeconds: 45,
        table: { keys: ['pk'], streamView: 'NEW_IMAGE' },
      });
    },
  );

  test('names its stacks where there are several, also those of its stages', () => {
    const folder = temporaryFolder({
      'cdk.out/manifest.json': JSON.stringify({
        version: '48',
        artifacts: {
          Shop: artifact('Shop'),
          Prod: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
        },
      }),
      'cdk.out/Shop.template.json': JSON.stringify(stack('Shop', 7)),
      'cdk.out/assembly-Prod/manifest.json': JSON.stringify({
        version: '48',
        artifacts: { ProdShop: artifact('ProdShop') },
      }),
      'cdk.out/assembly-Prod/ProdShop.template.json': JSON.stringify(stack('ProdShop', 8)),
    });

    expect(() => mappingFrom(join(folder, 'cdk.out'))).toThrow(
      /#Shop\/ShopMapping1234ABCD, .*#ProdShop\/ProdShopMapping/,
    );
    expect(mappingFrom(join(folder, 'cdk.out#ProdShop/ProdShopMapping1234ABCD')).mapping.BatchSize).toBe(8);
    expect(mappingsIn(folder).map(({ deployed }) => deployed?.mapping.BatchSize)).toEqual([7, 8]);
  });
});

describe('what is no template', () => {
  test.each([
    ['sst.config.ts', /is a program of SST.*aws lambda list-event-source-mappings/s],
    ['Pulumi.yaml', /is a project of Pulumi.*aws lambda list-event-source-mappings/s],
    ['amplify/backend.ts', /is of Amplify.*get-template/s],
    ['bin/app.ts', /npx cdk synth.*serverless print/s],
    ['cdk.json', /npx cdk synth/],
    ['serverless.ts', /is a program of the Serverless Framework.*serverless print/],
    ['samconfig.toml', /Give the template beside it/],
  ])('%s gets a sentence on how to get one', (name, message) => {
    expect(() => mappingFrom(join(temporaryFolder({ [name]: '' }), name))).toThrow(message);
  });

  test('a folder without anything says what was looked for', () => {
    expect(() => mappingFrom(temporaryFolder({ 'a.txt': '' }))).toThrow(
      /without any of template\.yaml, .*cdk\.out in it/,
    );
    expect(() => mappingsIn(temporaryFolder({ 'a.txt': '' }))).toThrow(/holds no template, serverless\.yml, cdk\.out/);
  });

  test.each([
    [
      'backend/serverless.ts',
      /holds no template.*serverless\.ts is a program of the Serverless Framework.*serverless print/,
    ],
    ['infra/cdk.json', /holds no template.*npx cdk synth/],
    ['src/backend.ts', /or Terraform\. What is deployed/],
  ])('a folder with %s says how to get a template of it', (name, message) => {
    expect(() => mappingsIn(temporaryFolder({ [name]: '' }))).toThrow(message);
  });
});

describe('all mappings of a project', () => {
  test('are found in its folders, each with its file, and those that cannot be worked out with the reason', () => {
    const folder = temporaryFolder({
      'orders/template.yaml': sized('5'),
      'mail/template.yaml': sized('!Ref Size', 'Parameters: { Size: { Type: Number } }'),
      'web/serverless.yml':
        'service: s\nprovider: { name: aws }\nfunctions: { f: { handler: a.b, events: [{ stream: { type: dynamodb } }] } }',
      'node_modules/x/template.yaml': sized('7'),
      'x/broken.template.yaml': 'Resources: [',
      'package.json': '{}',
    });

    const found = mappingsIn(folder);

    expect(found.map(({ reference }) => reference.slice(folder.length + 1))).toEqual([
      'mail/template.yaml#M',
      'orders/template.yaml#M',
      'web/serverless.yml#f',
      'x/broken.template.yaml',
    ]);
    expect(found.map(({ deployed, error }) => deployed?.mapping.BatchSize ?? error?.message)).toEqual([
      expect.stringContaining('Size is a parameter without a Default'),
      5,
      10,
      expect.stringContaining('neither JSON nor YAML'),
    ]);
    const given = mappingsIn(folder, { parameters: { Size: 3 } });
    expect(given.map(({ deployed }) => deployed?.mapping.BatchSize)).toEqual([3, 5, 10, undefined]);
    const needed = mappingsIn(folder, { needed: ['StartingPosition'] });
    expect(needed.filter(({ deployed }) => deployed !== undefined)).toHaveLength(3);
  });
});
