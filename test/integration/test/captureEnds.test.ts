import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { main } from 'millrace';
import { writeOrders } from '../../../examples/demo/src/writeOrders.ts';
import { orderChanges } from '../../../examples/demo/src/orderChanges.ts';
import { type DynamoDbLocal, hasJava, startDynamoDbLocal, whyNoDynamoDbLocal } from '../src/dynamoDbLocal.ts';
import { type MillraceRun, type StartedMillrace, startMillrace } from '../src/runMillrace.ts';
import { type Reading, streamsRecord, stubOfStreams } from '../src/stubOfStreams.ts';

// How a capture ends when something else ends it: always with a sentence, and what was written is whole.

jest.setTimeout(120_000);
if (!hasJava()) process.stderr.write(`Skipped: ${whyNoDynamoDbLocal}\n`);
Object.assign(process.env, { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const withJava = hasJava() ? describe : describe.skip;

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function capture(endpoint: string, table: string, ...more: readonly string[]): StartedMillrace {
  const started = startMillrace(['capture', '--table', table, '--endpoint', endpoint, ...more]);
  closing.push(() => void started.child.kill('SIGKILL'));
  return started;
}

async function startedStub(read: Reading): Promise<string> {
  const stub = await stubOfStreams(read);
  closing.push(() => stub.close());
  return stub.endpoint;
}

/** The same command in this process, which does not have to start. */
async function captured(read: Reading): Promise<MillraceRun> {
  const run = { stdout: '', stderr: '' };
  const terminal = {
    signal: new AbortController().signal,
    out: async (text: string) => void (run.stdout += text),
    err: (text: string) => void (run.stderr += text),
  };
  const exitCode = await main(['capture', '--table', 'T', '--endpoint', await startedStub(read)], terminal);
  return { exitCode, ...run };
}

/** Waits until so many lines were written to standard output. */
function written({ child }: StartedMillrace, lines: number): Promise<void> {
  let seen = 0;
  return new Promise((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.toString().split('\n').length - 1;
      if (seen >= lines) resolve();
    });
  });
}

const sequenceNumbers = (stdout: string) =>
  stdout
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text).dynamodb.SequenceNumber);
const more = (...numbers: readonly number[]) => ({ Records: numbers.map(streamsRecord), NextShardIterator: 'next' });
const last = (...numbers: readonly number[]) => ({ Records: numbers.map(streamsRecord) });
const page = (response: ServerResponse) => {
  response.writeHead(503, { 'content-type': 'text/html' }).end('<html>\n<h1>503 Service Unavailable</h1>\n</html>');
  return undefined;
};

test.each(['SIGINT', 'SIGTERM'] as const)('%s before the end is 1, with all that was read', async (signal) => {
  // The second read is never answered, so the end is not reached.
  const running = capture(await startedStub((request) => (request === 0 ? more(1, 2) : undefined)), 'T');
  await written(running, 2);

  running.child.kill(signal);

  const run = await running.finished;
  expect(run).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/^millrace: interrupted after 2 records/) });
  expect(run.stderr).not.toContain('    at ');
  expect(sequenceNumbers(run.stdout)).toEqual(['1', '2']);
});

describe('what passes is passed over', () => {
  test.each<[string, (response: ServerResponse) => object | undefined]>([
    ['a page of a proxy with 503', page],
    ['a connection that is cut', (response) => void response.destroy()],
    [
      'half an answer',
      (response) => void response.writeHead(200, { 'content-length': 99 }).write('{"Rec', () => response.destroy()),
    ],
    ['an answer that is no JSON', (response) => void response.writeHead(200).end('OK')],
    ['a null record', () => ({ Records: [null], NextShardIterator: 'x' })],
    ['a record without what it is about', () => ({ Records: [{ eventName: 'INSERT' }], NextShardIterator: 'x' })],
    [
      'an unknown exception with 500',
      (response) => void response.writeHead(500).end('{"__type":"x#Surprise","message":"?"}'),
    ],
  ])('%s', async (_, breaks) => {
    const run = await captured((request, response) =>
      request === 0 ? more(1) : request < 3 ? breaks(response) : last(2),
    );

    expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('captured 2 records of 1 shard') });
    expect(sequenceNumbers(run.stdout)).toEqual(['1', '2']);
  });
});

describe('what stays ends a capture with 1 and a sentence', () => {
  test.each<[string, string]>([
    ['an unknown exception', '{"__type":"com.amazonaws#SurpriseException","message":"what?"}'],
    ['a refusal', '{"__type":"com.amazonaws#AccessDeniedException","message":"no"}'],
    ['nothing at all', ''],
  ])('%s', async (_, body) => {
    const run = await captured((request, response) => {
      if (request === 0) return more(1);
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
      return undefined;
    });

    expect(run).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^millrace: broken off after 1 records: .*complete up to here/),
    });
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(sequenceNumbers(run.stdout)).toEqual(['1']);
  });
});

withJava('DynamoDB Local, restarted while a capture follows it', () => {
  const changes = orderChanges();

  async function restartedIn(folder: string | undefined): Promise<{ first: DynamoDbLocal; running: StartedMillrace }> {
    const first = await startDynamoDbLocal({ folder });
    closing.push(() => first.stop());
    await writeOrders(first.endpoint, 'Orders', changes);
    const running = capture(first.endpoint, 'Orders', '--follow');
    await written(running, changes.length);
    await first.stop();
    const again = await startDynamoDbLocal({ folder, port: Number(new URL(first.endpoint).port) });
    closing.push(() => again.stop());
    return { first, running };
  }

  test('its tables were in memory: 1, and a sentence', async () => {
    const { running } = await restartedIn(undefined);

    const run = await running.finished;

    expect(run).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/broken off after \d+ records: The stream cannot be read on/),
    });
    expect(run.stderr).not.toContain('    at ');
    expect(sequenceNumbers(run.stdout)).toHaveLength(changes.length);
  });

  test('its tables were on disk: the capture goes on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-kept-'));
    closing.push(() => rmSync(folder, { recursive: true }));
    const { first, running } = await restartedIn(folder);
    const again = written(running, 1);
    const client = new DynamoDBClient({ endpoint: first.endpoint });
    await client.send(new PutItemCommand({ TableName: 'Orders', Item: { orderId: { S: 'after the restart' } } }));
    client.destroy();
    await again;
    running.child.kill('SIGINT');

    const run = await running.finished;

    expect(run).toMatchObject({ exitCode: 0 });
    expect(new Set(sequenceNumbers(run.stdout)).size).toBe(changes.length + 1);
    expect(run.stdout).toMatch(/after the restart.*\n$/);
  });
});
