import https from 'node:https';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Interception, interceptEffects } from '@millrace/effects';
import { standIns, type StandIns } from '@millrace/effects/stand-ins';
import { type Fault, simulate } from '@millrace/simulator';
import { clientConfig as config } from './clientConfig.ts';
import { inserted } from './inserted.ts';

// Requests of the SDK are answered without a connection, unless their agent needs one. Whoever uses the SDK cannot tell the two apart.

/** An agent of its own is given a connection, as it might lead through a proxy. */
class OwnAgent extends https.Agent {}

const paths = {
  'without a connection': {},
  'over a connection': { requestHandler: { httpsAgent: new OwnAgent() } },
};

let services: StandIns;
let interception: Interception;
beforeEach(() => {
  services = standIns();
  interception = interceptEffects({ standIns: services });
});
afterEach(() => interception.restore());

const records = [inserted(1), inserted(2)];
type Event = { readonly Records: typeof records };

/** What a handler sees of its calls, with all that the trace and the stand-ins say of them. */
async function seen(path: object, fault: Fault | undefined): Promise<unknown> {
  await services.reset();
  const tables = new DynamoDBClient({ ...config, ...path });
  const queues = new SQSClient({ ...config, ...path });
  const heard: unknown[] = [];
  const heed = async (call: Promise<object>): Promise<void> => {
    try {
      heard.push({ ...(await call), $metadata: undefined });
    } catch (error) {
      const { name, code, message, $fault } = error as Error & { readonly code?: string; readonly $fault?: string };
      heard.push({ name, code, message, $fault });
    }
  };
  const trace = await simulate({
    handler: async ({ Records }: Event) => {
      for (const { dynamodb } of Records) {
        const { id } = dynamodb.Keys;
        await heed(tables.send(new PutItemCommand({ TableName: 'orders', Item: { id } })));
        const Entries = ['a', 'b'].map((Id) => ({ Id, MessageBody: `${Id} ${id.S}` }));
        const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/changes';
        await heed(queues.send(new SendMessageBatchCommand({ QueueUrl, Entries })));
      }
    },
    records,
    mapping: { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 0 },
    ...(fault && { faults: () => fault }),
  });
  return { heard, told: trace.toText(), state: await services.state() };
}

const faults: readonly (Fault | undefined)[] = [
  undefined,
  ...([1, 2, 3] as const).flatMap((effect) =>
    (['refuse', 'throttle', 'timeout', 'answerLost', 'partlyFail'] as const).map((fault): Fault => ({ effect, fault })),
  ),
  ...(['before', 'during', 'after'] as const).map((moment): Fault => ({ crashAtEffect: 3, moment })),
];

test.each(faults)('the handler sees, and does, the same: %j', async (fault) => {
  const [short, long] = Object.values(paths);

  expect(await seen(short ?? {}, fault)).toEqual(await seen(long ?? {}, fault));
});

describe.each(Object.entries(paths))('%s', (_, path) => {
  const at = { Bucket: 'files', Key: 'one' };
  const put = async (Body: string): Promise<S3Client> => {
    const client = new S3Client({ ...config, ...path });
    await client.send(new PutObjectCommand({ ...at, Body }));
    return client;
  };
  interface Body extends NodeJS.ReadableStream {
    transformToString(): Promise<string>;
    transformToWebStream(): AsyncIterable<Uint8Array>;
    on(name: string, heard: (...given: readonly unknown[]) => void): this;
  }
  const textOf = async (chunks: AsyncIterable<unknown>): Promise<string> => {
    let text = '';
    for await (const chunk of chunks) text += Buffer.from(chunk as Uint8Array).toString();
    return text;
  };

  const readers: readonly [string, (body: Body) => Promise<string>][] = [
    ['the SDK', (body) => body.transformToString()],
    ['a loop', (body) => textOf(body)],
    ['a web stream', (body) => textOf(body.transformToWebStream())],
    [
      'a pipeline',
      async (body) => {
        let text = '';
        const write = (chunk: Buffer, _encoding: string, done: () => void): void => {
          text += String(chunk);
          done();
        };
        await pipeline(body, new Writable({ write }));
        return text;
      },
    ],
    [
      'the SDK, while somebody follows the stream',
      async (body) => {
        let followed = '';
        const end = new Promise((resolve) => {
          body.on('end', resolve);
        });
        body.on('data', (chunk) => (followed += String(chunk)));
        const text = await body.transformToString();
        await end;
        return followed === text ? text : `${followed} is not ${text}`;
      },
    ],
  ];

  test.each(readers)('a body is read whole by %s', async (_reader, read) => {
    const text = 'é'.repeat(100_000);
    const client = await put(text);
    const { Body } = await client.send(new GetObjectCommand(at));

    expect(await read(Body as unknown as Body)).toBe(text);
  });

  test('an answer without a body has none', async () => {
    const client = await put('four');

    expect(await client.send(new HeadObjectCommand(at))).toMatchObject({ ContentLength: 4 });
  });

  test('a body that nobody wants is let go', async () => {
    const client = await put('unwanted');
    const { Body } = await client.send(new GetObjectCommand(at));
    const stream = Body as unknown as Body & { destroy(): void };
    const closed = new Promise<void>((resolve) => {
      stream.on('close', () => resolve());
    });

    stream.destroy();

    await expect(closed).resolves.toBeUndefined();
  });

  test('no answer in the time that the client gives ends the request', async () => {
    interception.restore();
    interception = interceptEffects({ standIns: { ...services, answer: () => new Promise(() => undefined) } });
    const requestHandler = {
      ...('requestHandler' in path ? (path.requestHandler as object) : {}),
      requestTimeout: 20,
      throwOnRequestTimeout: true,
    };
    const client = new SQSClient({ ...config, requestHandler });
    const Entries = [{ Id: 'a', MessageBody: 'one' }];

    const sent = client.send(
      new SendMessageBatchCommand({ QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/q', Entries }),
    );

    await expect(sent).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('who gives up hears of it', async () => {
    interception.restore();
    interception = interceptEffects({ standIns: { ...services, answer: () => new Promise(() => undefined) } });
    const controller = new AbortController();
    const client = new S3Client({ ...config, ...path });

    const sent = client.send(new GetObjectCommand(at), { abortSignal: controller.signal });
    setImmediate(() => controller.abort());

    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
  });
});
