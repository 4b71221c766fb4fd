import { createRequire } from 'node:module';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Interception, interceptEffects } from '@millrace/effects';
import { standIns, type StandIns } from '@millrace/effects/stand-ins';
import type { Context } from 'aws-lambda';
import https from 'node:https';
import type * as XRay from 'aws-xray-sdk-core';
import type * as SdkVersion2 from 'aws-sdk';
import { clientConfig } from './clientConfig.ts';

// What stands around clients, none of which is told anything: each makes its client itself, and its requests are answered.

const { credentials } = clientConfig;
const before = { ...process.env };
let services: StandIns;
let interception: Interception;
beforeEach(() => {
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
    AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
  });
  services = standIns();
  interception = interceptEffects({ standIns: services });
});
afterEach(() => {
  interception.restore();
  process.env = { ...before };
});

test("Powertools' DynamoDB layer with a client of its own runs a function once for one event", async () => {
  let runs = 0;
  const lambdaContext = { getRemainingTimeInMillis: () => 30_000 } as Context;
  const charge = makeIdempotent(
    async ({ id }: { readonly id: string }) => {
      runs += 1;
      return { charged: id };
    },
    {
      persistenceStore: new DynamoDBPersistenceLayer({ tableName: 'idempotency' }),
      config: new IdempotencyConfig({ lambdaContext }),
    },
  );

  const answers = [await charge({ id: 'a' }), await charge({ id: 'a' }), await charge({ id: 'b' })];

  expect(answers).toEqual([{ charged: 'a' }, { charged: 'a' }, { charged: 'b' }]);
  expect(runs).toBe(2);
  expect(await services.state()).toMatchObject({
    dynamodb: { idempotency: [{ status: { S: 'COMPLETED' } }, { status: { S: 'COMPLETED' } }] },
  });
});

test("X-Ray's wrapper around clients of both versions, and around https itself", async () => {
  const require = createRequire(__filename);
  const xray = require('aws-xray-sdk-core') as typeof XRay;
  const AWS = require('aws-sdk') as typeof SdkVersion2;
  const segment = new xray.Segment('test');
  const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/failures';
  const traced = xray.captureHTTPs(https);

  await xray.getNamespace().runPromise(async () => {
    xray.setSegment(segment);
    const version3 = xray.captureAWSv3Client(new SQSClient({ region: 'eu-west-1', credentials }));
    await version3.send(new SendMessageCommand({ QueueUrl, MessageBody: 'of 3' }));
    const version2 = xray.captureAWSClient(new AWS.SQS({ region: 'eu-west-1', ...credentials }));
    await version2.sendMessage({ QueueUrl, MessageBody: 'of 2' }).promise();
    await new Promise((resolve, reject) => {
      traced.get('https://api.example.com/x', (response) => response.resume().on('end', resolve)).on('error', reject);
    });
  });

  expect(await services.state()).toEqual({ sqs: { failures: [{ MessageBody: 'of 3' }, { MessageBody: 'of 2' }] } });
  expect(segment.subsegments?.map(({ name }) => name)).toEqual(['SQS', 'sqs', 'api.example.com']);
  expect(interception.refusals).toEqual([]);
});
