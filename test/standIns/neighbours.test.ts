import { createRequire } from 'node:module';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { serveStandIns, standIns } from '@millrace/effects/stand-ins';
import type { Context } from 'aws-lambda';
import type * as XRay from 'aws-xray-sdk-core';
import type * as SdkVersion2 from 'aws-sdk';
import { inProcess } from './inProcess.ts';

function config(): IdempotencyConfig {
  const lambdaContext = { getRemainingTimeInMillis: () => 30_000 } as Context;
  return new IdempotencyConfig({ lambdaContext });
}

test("Powertools' DynamoDB layer runs a function once for one event", async () => {
  const services = standIns();
  const persistenceStore = new DynamoDBPersistenceLayer({
    tableName: 'idempotency',
    awsSdkV3Client: new DynamoDBClient(inProcess(services)),
  });
  let runs = 0;
  const charge = makeIdempotent(
    async ({ id }: { readonly id: string }) => {
      runs += 1;
      return { charged: id };
    },
    { persistenceStore, config: config() },
  );

  const answers = [await charge({ id: 'a' }), await charge({ id: 'a' }), await charge({ id: 'b' })];

  expect(answers).toEqual([{ charged: 'a' }, { charged: 'a' }, { charged: 'b' }]);
  expect(runs).toBe(2);
  expect(await services.state()).toMatchObject({
    dynamodb: { idempotency: [{ status: { S: 'COMPLETED' } }, { status: { S: 'COMPLETED' } }] },
  });
});

test("Powertools' DynamoDB layer lets one of two calls at a time in", async () => {
  const services = standIns();
  const persistenceStore = new DynamoDBPersistenceLayer({
    tableName: 'idempotency',
    awsSdkV3Client: new DynamoDBClient(inProcess(services)),
  });
  let runs = 0;
  let goOn = (): void => undefined;
  const secondIsAnswered = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const charge = makeIdempotent(
    async ({ id }: { readonly id: string }) => {
      runs += 1;
      await secondIsAnswered;
      return { charged: id };
    },
    { persistenceStore, config: config() },
  );

  // Whichever of the two comes second is answered while the first is still at work.
  const calls = [charge({ id: 'a' }), charge({ id: 'a' })];
  await expect(Promise.race(calls)).rejects.toMatchObject({ name: 'IdempotencyAlreadyInProgressError' });
  goOn();

  expect((await Promise.allSettled(calls)).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(runs).toBe(1);
});

test('the document client gets what it puts', async () => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(inProcess(standIns())));
  const Item = { id: 'a', total: 7, tags: new Set(['x']), lines: [{ sku: 'y', open: true }], none: null };

  await client.send(new PutCommand({ TableName: 'orders', Item }));

  expect((await client.send(new GetCommand({ TableName: 'orders', Key: { id: 'a' } }))).Item).toEqual(Item);
});

test("clients in the hands of X-Ray's wrapper are answered, of both versions", async () => {
  const require = createRequire(__filename);
  process.env['AWS_XRAY_CONTEXT_MISSING'] = 'IGNORE_ERROR';
  process.env['AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE'] = '1';
  const xray = require('aws-xray-sdk-core') as typeof XRay;
  const AWS = require('aws-sdk') as typeof SdkVersion2;
  const services = standIns();
  const served = await serveStandIns(services);
  const segment = new xray.Segment('test');

  await xray.getNamespace().runPromise(async () => {
    xray.setSegment(segment);
    const QueueUrl = `${served.url}/123456789012/failures`;
    const version3 = xray.captureAWSv3Client(new SQSClient({ ...inProcess(services), endpoint: served.url }));
    await version3.send(new SendMessageCommand({ QueueUrl, MessageBody: 'of 3' }));
    const version2 = xray.captureAWSClient(
      new AWS.SQS({ endpoint: served.url, region: 'eu-west-1', accessKeyId: 'key', secretAccessKey: 'secret' }),
    );
    await version2.sendMessage({ QueueUrl, MessageBody: 'of 2' }).promise();
  });
  await served.close();

  expect(await services.state()).toEqual({ sqs: { failures: [{ MessageBody: 'of 3' }, { MessageBody: 'of 2' }] } });
  expect(segment.subsegments?.map(({ name }) => name)).toEqual(['SQS', 'sqs']);
});
