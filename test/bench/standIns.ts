import { fork } from 'node:child_process';
import { once } from 'node:events';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { serveStandIns, standIns } from '@millrace/effects/stand-ins';
import { inProcess } from '../standIns/inProcess.ts';
import { median } from './median.ts';

// What a call of an SDK client, version 3, costs on a stand-in in its process, and on the same stand-in served at loopback by
// another process. The two take turns, and what counts is the median of the rounds.

const rounds = 15;
const calls = 400;

if (process.argv[2] === 'serve') {
  const { url } = await serveStandIns(standIns());
  process.send?.(url);
} else {
  const server = fork(new URL(import.meta.url), ['serve'], { execArgv: process.execArgv });
  const [url] = (await once(server, 'message')) as [string];
  const services = standIns();
  const far = { endpoint: url, region: 'eu-west-1', credentials: { accessKeyId: 'key', secretAccessKey: 'secret' } };
  const near = inProcess(services);
  const QueueUrl = `${url}/123456789012/failures`;
  const sqs = (client: SQSClient) => () => client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
  const put = (client: DynamoDBClient) => () =>
    client.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: 'a' }, total: { N: '7' } } }));

  await compare('sqs.SendMessage', sqs(new SQSClient({ ...near, endpoint: url })), sqs(new SQSClient(far)));
  await compare('dynamodb.PutItem', put(new DynamoDBClient(near)), put(new DynamoDBClient(far)));

  const client = put(new DynamoDBClient(near));
  await client();
  const resets = await time(async () => {
    await services.reset();
    await services.state();
  }, 20_000);
  console.log(`reset and state: ${resets.toFixed(2)} µs`);
  server.kill();
}

async function compare(name: string, near: () => Promise<unknown>, far: () => Promise<unknown>): Promise<void> {
  const times = { near: [] as number[], far: [] as number[] };
  for (let round = 0; round < rounds + 2; round++) {
    const measured = { near: await time(near, calls), far: await time(far, calls) };
    if (round < 2) continue;
    times.near.push(measured.near);
    times.far.push(measured.far);
  }
  const [inside, outside] = [median(times.near), median(times.far)];
  const ratio = outside / inside;
  console.log(
    `${name}: ${inside.toFixed(0)} µs in the process, ${outside.toFixed(0)} µs at loopback: ${ratio.toFixed(1)} times as fast`,
  );
  if (ratio < 2) process.exitCode = 1;
}

/** How long one run takes, in µs. */
async function time(run: () => Promise<unknown>, times: number): Promise<number> {
  const startedAt = performance.now();
  for (let index = 0; index < times; index++) await run();
  return ((performance.now() - startedAt) * 1000) / times;
}
