import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Interception, interceptEffects } from '@millrace/effects';
import { type OutgoingRequest, standIns, type StandIns } from '@millrace/effects/stand-ins';

// Clients that know of nothing, with the request handler that the SDK gives them.

const config = { region: 'eu-west-1', credentials: { accessKeyId: 'key', secretAccessKey: 'secret' }, maxAttempts: 1 };
const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/failures';
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
