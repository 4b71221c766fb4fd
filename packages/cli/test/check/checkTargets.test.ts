import { describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkTargets } from '../../src/check/checkTargets.ts';

const handler = 'export const handler = async () => {};\n';

const template = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: nodejs22.x
    Timeout: 7
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: orders
      AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }, { AttributeName: sk, AttributeType: S }]
      KeySchema: [{ AttributeName: pk, KeyType: HASH }, { AttributeName: sk, KeyType: RANGE }]
      StreamSpecification: { StreamViewType: NEW_IMAGE }
  OnOrder:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: esbuild
      BuildProperties: { EntryPoints: [app.ts] }
    Properties:
      CodeUri: src/
      Handler: app.handler
      Environment: { Variables: { TABLE: orders } }
      Events:
        Stream:
          Type: DynamoDB
          Properties: { Stream: !GetAtt Orders.StreamArn, StartingPosition: TRIM_HORIZON, BatchSize: 7 }
  Elsewhere:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: gone/
      Handler: app.handler
      Events:
        Stream:
          Type: DynamoDB
          Properties: { Stream: !GetAtt Orders.StreamArn, StartingPosition: LATEST }
`;

/** A folder with these files. */
function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const record = {
  eventID: 'e1',
  eventName: 'INSERT',
  eventSource: 'aws:dynamodb',
  dynamodb: {
    Keys: { pk: { S: 'a' }, sk: { S: 'b' } },
    NewImage: { pk: { S: 'a' }, sk: { S: 'b' } },
    SequenceNumber: '1',
  },
};

const otherRecord = { ...record, dynamodb: { ...record.dynamodb, Keys: { id: { S: 'a' } } } };

describe('what is checked', () => {
  const folder = project({
    'template.yaml': template,
    'src/app.ts': handler,
    'events/ofAnotherTable.json': JSON.stringify({ Records: [otherRecord] }),
    'events/update.json': JSON.stringify({ Records: [record] }),
    'events/api.json': '{"httpMethod":"GET"}',
  });

  test.each([folder, join(folder, 'template.yaml')])('are the functions with mappings of %s', async (target) => {
    const { targets, notChecked } = await checkTargets(target, {});

    expect(targets).toMatchObject([
      {
        handler: `${join(folder, 'src/app.ts')}#handler`,
        mapping: { BatchSize: 7, StartingPosition: 'TRIM_HORIZON' },
        env: { TABLE: 'orders' },
        runtime: 'nodejs22.x',
        timeoutSeconds: 7,
        keys: { pk: 'S', sk: 'S' },
        view: 'NEW_IMAGE',
        records: join(folder, 'events/update.json'),
      },
    ]);
    expect(notChecked).toMatchObject([{ why: expect.stringMatching(/no file of a Node\.js handler/) }]);
  });

  test('have the time-out that a flag gives them, over that of a template', async () => {
    const { targets } = await checkTargets(join(folder, 'template.yaml'), { timeout: 30 });

    expect(targets).toMatchObject([{ timeoutSeconds: 30 }]);
  });

  test('are the assets of cdk.out', async () => {
    const asset = 'asset.0a1b2c';
    const cdk = project({
      'cdk.out/manifest.json': JSON.stringify({
        version: '36.0.0',
        artifacts: { Shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.template.json' } } },
      }),
      [`cdk.out/${asset}/index.js`]: 'exports.handler = async () => {};\n',
      'cdk.out/Shop.template.json': JSON.stringify({
        Resources: {
          Table: {
            Type: 'AWS::DynamoDB::Table',
            Properties: {
              KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
              StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
            },
          },
          Function: {
            Type: 'AWS::Lambda::Function',
            Metadata: { 'aws:asset:path': asset, 'aws:asset:property': 'Code' },
            Properties: { Code: { S3Bucket: 'b', S3Key: 'k' }, Handler: 'index.handler', Runtime: 'nodejs22.x' },
          },
          Mapping: {
            Type: 'AWS::Lambda::EventSourceMapping',
            Properties: {
              EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
              FunctionName: { Ref: 'Function' },
              StartingPosition: 'TRIM_HORIZON',
            },
          },
        },
      }),
    });

    const { targets } = await checkTargets(cdk, {});

    expect(targets).toMatchObject([
      { handler: `${join(cdk, 'cdk.out', asset, 'index.js')}#handler`, keys: { id: 'S' }, view: 'NEW_AND_OLD_IMAGES' },
    ]);
  });

  test('flags count more than what deploys it', async () => {
    const { targets } = await checkTargets(folder, {
      env: ['TABLE=other'],
      key: ['pk=N'],
      view: 'KEYS_ONLY',
      set: ['BatchSize=1'],
    });

    expect(targets).toMatchObject([
      { env: { TABLE: 'other' }, keys: { pk: 'N' }, view: 'KEYS_ONLY', mapping: { BatchSize: 1 } },
    ]);
  });
});

test('a project without a template is told what would make one, and which files read events of streams', async () => {
  const folder = project({
    'cdk.json': '{}',
    'lambda/onOrder.ts':
      'export const table = 1;\nexport const handleOrders = async (event: DynamoDBStreamEvent) => {};\n',
    'lambda/onOrder.test.ts': 'export const handler = (event: DynamoDBStreamEvent) => {};\n',
    'lambda/api.ts': 'export const handler = async () => {};\n',
    'lambda/old.js': 'exports.run = async ({ Records: [r] }) => r.dynamodb.NewImage;\n',
  });

  await expect(checkTargets(folder, {})).rejects.toThrow(
    /holds no template.*cdk\.json .*npx cdk synth[\s\S]*check \S*lambda\/old\.js#run --key id=S\n.*lambda\/onOrder\.ts#handleOrders --key id=S$/,
  );
});
