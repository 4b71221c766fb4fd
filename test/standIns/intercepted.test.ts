import http from 'node:http';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Interception, interceptEffects } from '@millrace/effects';
import { type OutgoingRequest, serveStandIns, standIns, type StandIns } from '@millrace/effects/stand-ins';
import type * as SdkVersion2 from 'aws-sdk';
import { clientConfig as config } from './clientConfig.ts';

// Clients that know of nothing, with the request handler that the SDK gives them.

const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/failures';
const item = { TableName: 'orders', Item: { id: { S: 'a' } } };
const message = { QueueUrl, MessageBody: 'one' };

let services: StandIns;
let interception: Interception;
beforeEach(() => {
  services = standIns();
  interception = interceptEffects({ standIns: services });
});
afterEach(() => interception.restore());

test('big bodies, streams, and keys that begin with a slash come to the stand-in whole', async () => {
  const client = new S3Client(config);
  const big = Buffer.alloc(5_000_000, 'big ');
  await client.send(new PutObjectCommand({ Bucket: 'files', Key: '/big', Body: big }));
  const Body = Readable.from([Buffer.from('in '), Buffer.from('pieces')]);
  await client.send(new PutObjectCommand({ Bucket: 'files', Key: 'pieces', Body, ContentLength: 9 }));
  await client.send(new PutObjectCommand({ Bucket: 'files', Key: 'nothing', Body: '' }));

  const text = async (Key: string): Promise<string | undefined> =>
    (await client.send(new GetObjectCommand({ Bucket: 'files', Key }))).Body?.transformToString();
  expect(await text('/big')).toBe(big.toString());
  expect(await text('pieces')).toBe('in pieces');
  expect(await text('nothing')).toBe('');
});

test('requests at the same time get each their own answer', async () => {
  const client = new SQSClient(config);
  const bodies = Array.from({ length: 50 }, (_, at) => `message ${at}`);

  const answers = await Promise.all(
    bodies.map((MessageBody) => client.send(new SendMessageCommand({ QueueUrl, MessageBody }))),
  );

  expect(new Set(answers.map(({ MessageId }) => MessageId)).size).toBe(50);
});

test('who aborts while nothing is answered hears so', async () => {
  interception.restore();
  const silent: StandIns = { ...services, answer: () => new Promise(() => undefined) };
  interception = interceptEffects({ standIns: silent });
  const controller = new AbortController();

  const sent = new SQSClient(config).send(new SendMessageCommand(message), { abortSignal: controller.signal });
  setImmediate(() => controller.abort());

  await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
});

test('an endpoint that nothing stands in for is refused, with its host and who asked', async () => {
  interception.restore();
  interception = interceptEffects();
  const client = new SQSClient({ ...config, endpoint: 'http://queues.example.com:4566' });

  await expect(client.send(new SendMessageCommand({ ...message, QueueUrl: 'failures' }))).rejects.toMatchObject({
    code: 'LeavesMachine',
    host: 'queues.example.com:4566',
    message: expect.stringContaining('--allow-host queues.example.com:4566'),
  });
});

test('the stand-in sees what the client has signed', async () => {
  interception.restore();
  const seen: OutgoingRequest[] = [];
  const watching: StandIns = {
    ...services,
    answer: (request, fault) => {
      seen.push(request);
      return services.answer(request, fault);
    },
  };
  interception = interceptEffects({ standIns: watching });

  await new SQSClient(config).send(new SendMessageCommand(message));

  expect(seen.map(({ url }) => url.href)).toEqual(['https://sqs.eu-west-1.amazonaws.com/']);
  expect(seen[0]?.headers['authorization']).toContain('/sqs/aws4_request');
  expect(Buffer.from(seen[0]?.body ?? []).toString()).toContain('one');
});

describe('an endpoint that leads elsewhere', () => {
  const before = process.env['AWS_ENDPOINT_URL'];
  afterEach(() => {
    if (before === undefined) delete process.env['AWS_ENDPOINT_URL'];
    else process.env['AWS_ENDPOINT_URL'] = before;
  });

  test.each(['https://aws.example.com', 'http://aws.example.com:4566', 'http://203.0.113.7'])(
    'by the environment, %s, is answered where something stands in, else refused',
    async (url) => {
      process.env['AWS_ENDPOINT_URL'] = url;

      await new DynamoDBClient(config).send(new PutItemCommand(item));
      expect(await services.state()).toEqual({ dynamodb: { orders: [item.Item] } });
      interception.restore();
      interception = interceptEffects();

      await expect(new DynamoDBClient(config).send(new PutItemCommand(item))).rejects.toMatchObject({
        code: 'LeavesMachine',
        host: new URL(url).host,
      });
    },
  );

  test.each<[string, () => Promise<unknown>]>([
    ['3', () => new SQSClient({ ...config, endpoint: 'http://127.0.0.1:9' }).send(new SendMessageCommand(message))],
    [
      '2',
      () => {
        process.env['AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE'] = '1';
        const AWS = createRequire(__filename)('aws-sdk') as typeof SdkVersion2;
        const options = { region: 'eu-west-1', accessKeyId: 'key', secretAccessKey: 'secret', maxRetries: 0 };
        return new AWS.SQS({ ...options, endpoint: 'http://127.0.0.1:9' }).sendMessage(message).promise();
      },
    ],
  ])(
    'by the URL of a queue, though the client of version %s has one of this machine, reaches nobody',
    async (_version, send) => {
      const error = await send().then(
        () => undefined,
        (reason: unknown) => reason,
      );

      // Either the client asks this machine, where nobody listens, or the host of the queue, for which the stand-in answers.
      const held = error === undefined ? { sqs: { failures: [{ MessageBody: 'one' }] } } : {};
      expect(await services.state()).toEqual(held);
      if (error !== undefined) expect((error as Error).message).toContain('ECONNREFUSED 127.0.0.1:9');
    },
  );
});

test('a client that was made, and had asked, before interception began is answered by the stand-in', async () => {
  interception.restore();
  const served = await serveStandIns(standIns());
  const agent = new http.Agent({ keepAlive: true });
  const client = new DynamoDBClient({ ...config, endpoint: served.url, requestHandler: { httpAgent: agent } });
  await client.send(new PutItemCommand(item));
  interception = interceptEffects({ standIns: services, answers: { '127.0.0.1': { status: 418 } } });

  await expect(client.send(new PutItemCommand(item))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 418 },
  });
  await served.close();
  agent.destroy();
});
