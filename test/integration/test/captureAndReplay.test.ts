import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { captureStream } from '@millrace/live';
import { recordedShards, recording } from '@millrace/simulator/node';
import { orderChanges, poisonOrderId } from '../../../examples/demo/src/orderChanges.ts';
import { writeOrders } from '../../../examples/demo/src/writeOrders.ts';
import { type DynamoDbLocal, hasJava, startDynamoDbLocal, whyNoDynamoDbLocal } from '../src/dynamoDbLocal.ts';
import { type MillraceRun, runMillrace, startMillrace } from '../src/runMillrace.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
process.env.AWS_EC2_METADATA_DISABLED = 'true';
// Each run of the command is a process of its own, and there is no telling how busy the machine is.
jest.setTimeout(120_000);
// Jest keeps what `console` prints in a suite that is skipped as a whole.
if (!hasJava()) process.stderr.write(`Skipped: ${whyNoDynamoDbLocal}\n`);
const withJava = hasJava() ? describe : describe.skip;
const ordersFolder = join(__dirname, '..', '..', '..', 'examples', 'orders');

withJava('a real stream, captured and replayed with the command', () => {
  let local: DynamoDbLocal;
  let folder: string;
  let file: string;
  let captured: MillraceRun;
  const changes = orderChanges();

  beforeAll(async () => {
    local = await startDynamoDbLocal();
    folder = await mkdtemp(join(tmpdir(), 'millrace-integration-'));
    file = join(folder, 'orders.ndjson');
    await writeOrders(local.endpoint, 'Orders', changes);
    captured = await runMillrace(['capture', '--table', 'Orders', '--endpoint', local.endpoint]);
    await writeFile(file, captured.stdout);
  });
  afterAll(async () => {
    await local.stop();
    await rm(folder, { recursive: true });
  });

  test('the recording has every change in order, as Lambda would deliver it', async () => {
    const seen: unknown[] = [];
    for await (const { eventSource, eventVersion, dynamodb } of recording(file)) {
      const image = dynamodb?.NewImage;
      expect([eventSource, eventVersion, dynamodb?.StreamViewType]).toEqual([
        'aws:dynamodb',
        '1.1',
        'NEW_AND_OLD_IMAGES',
      ]);
      expect(Number.isInteger(dynamodb?.ApproximateCreationDateTime)).toBe(true);
      seen.push([dynamodb?.Keys?.orderId?.S, image?.status?.S, image?.totalCents?.N]);
    }

    const written = changes.map((change) =>
      change.kind === 'put'
        ? [change.order.orderId, change.order.status, String(change.order.totalCents)]
        : [change.orderId, undefined, undefined],
    );
    expect(captured).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining(`captured ${changes.length} records of 1 shard`),
    });
    expect(seen).toEqual(written);
  });

  test('the replay discards the poison alone and processes everything else in order', async () => {
    const args = ['replay', file, '--handler', 'handler.ts', '--mapping', 'mapping.json', '--json'];

    const run = await runMillrace(args, { cwd: ordersFolder });

    expect(run.exitCode).toBe(0);
    const result = JSON.parse(run.stdout);
    expect(result).toMatchObject({
      records: { recorded: changes.length, processed: changes.length - 1, discarded: 1, pending: 0, unread: 0 },
      documents: { delivered: 1, destination: 'arn:aws:sqs:eu-west-1:123456789012:order-failures' },
      discarded: [
        {
          condition: 'RetryAttemptsExhausted',
          records: [{ itemKey: `{"orderId":{"S":"${poisonOrderId}"}}` }],
        },
      ],
      problems: [],
    });
    const life: string[] = result.discarded[0].life.map(({ what }: { what: string }) => what);
    expect(life[0]).toMatch(/^read from the shard/);
    expect(life.filter((what) => what.endsWith(', alone: reported'))).toHaveLength(3);
    expect(life).toContain('document sent to arn:aws:sqs:eu-west-1:123456789012:order-failures');
    expect(life.at(-2)).toMatch(/^the checkpoint has passed it/); // U6: under bisect the document comes after it
  });

  test('two replays of one recording say the same, but for the real time', async () => {
    const args = ['replay', file, '--handler', 'handler.ts', '--mapping', 'mapping.json'];

    const runs = [await runMillrace(args, { cwd: ordersFolder }), await runMillrace(args, { cwd: ordersFolder })];

    const [first, second] = runs.map(({ stdout }) => stdout.replace(/, [^,]+ in fact/, ''));
    expect(first).toBe(second);
    expect(first).toContain("Lambda counts every other record as processed. Each item's records came in their order.");
  });

  test('the stream can also be named by its ARN, and read by a program', async () => {
    const [shard] = Object.values(await recordedShards(file));
    const streamArn = shard?.records[0]?.eventSourceARN ?? '';
    const seen: string[] = [];

    for await (const { record } of captureStream({ streamArn, endpoint: local.endpoint, emptyReadsToEnd: 2 })) {
      seen.push(record.dynamodb?.SequenceNumber ?? '');
    }

    expect(seen).toEqual(shard?.records.map(({ dynamodb }) => dynamodb?.SequenceNumber));
  });

  test('following goes on until Ctrl-C and then ends well, with all that was written', async () => {
    const { child, finished } = startMillrace([
      'capture',
      '--table',
      'Orders',
      '--endpoint',
      local.endpoint,
      '--follow',
    ]);
    let lines = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      lines += chunk.toString().split('\n').length - 1;
      if (lines === changes.length) child.kill('SIGINT');
    });

    const run = await finished;

    expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(`captured ${changes.length} records`) });
    expect(run.stdout).toBe(captured.stdout);
  });

  test('a reader that has seen enough ends a capture, without an error', async () => {
    const { child, finished } = startMillrace([
      'capture',
      '--table',
      'Orders',
      '--endpoint',
      local.endpoint,
      '--follow',
    ]);
    child.stdout.once('data', () => child.stdout.destroy());

    expect(await finished).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/captured \d+ records of 1 shard/),
    });
  });

  test.each([
    ['a table without a stream', ['--table', 'Nothing'], /knows no stream of a table Nothing.*update-table/s],
    [
      'a stream that is not there',
      ['--stream-arn', 'arn:aws:dynamodb:eu-west-1:000000000000:table/X/stream/y'],
      /does not know arn:aws/,
    ],
  ])('the capture of %s says what to do and ends with 2', async (_, args, message) => {
    const run = await runMillrace(['capture', ...args, '--endpoint', local.endpoint]);

    expect(run).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(message) });
  });
});
