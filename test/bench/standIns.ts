import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { serveStandIns, standIns } from '@millrace/effects/stand-ins';
import { inProcess } from '../standIns/inProcess.ts';
import { median } from './median.ts';

// What a call of an SDK client, version 3, costs on a stand-in in its process, and on the same stand-in served at loopback by
// another process: time on the clock, and time of the processors, of client and server together, which other work on the
// machine disturbs less. The two take turns, and the medians of many short rounds are compared.

const rounds = 40;
const calls = 60;

interface Cost {
  readonly clock: number;
  readonly processors: number;
}

if (process.argv[2] === 'serve') {
  const { url } = await serveStandIns(standIns());
  process.on('message', () => process.send?.(processorTime()));
  process.send?.(url);
} else {
  const server = fork(new URL(import.meta.url), ['serve'], { execArgv: process.execArgv });
  const [url] = (await once(server, 'message')) as [string];
  const services = standIns();
  const far = { endpoint: url, region: 'eu-west-1', credentials: { accessKeyId: 'key', secretAccessKey: 'secret' } };
  const near = { ...far, ...inProcess(services) };
  const QueueUrl = `${url}/123456789012/failures`;
  const send = (client: SQSClient) => () => client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
  const put = (client: DynamoDBClient) => () =>
    client.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: 'a' }, total: { N: '7' } } }));

  await compare('sqs.SendMessage', send(new SQSClient(near)), send(new SQSClient(far)), server);
  await compare('dynamodb.PutItem', put(new DynamoDBClient(near)), put(new DynamoDBClient(far)), server);

  const resets = await cost(async () => {
    await services.reset();
    await services.state();
  });
  console.log(`reset and state: ${resets.clock.toFixed(0)} µs`);
  server.kill();
}

async function compare(
  name: string,
  near: () => Promise<unknown>,
  far: () => Promise<unknown>,
  server: ChildProcess,
): Promise<void> {
  const costs = { near: [] as Cost[], far: [] as Cost[] };
  for (let round = -10; round < rounds; round++) {
    const measured = { near: await cost(near), far: await cost(far, server) };
    if (round < 0) continue;
    costs.near.push(measured.near);
    costs.far.push(measured.far);
  }
  const of = (side: 'near' | 'far', what: keyof Cost): number => median(costs[side].map((each) => each[what]));
  const said = (['clock', 'processors'] as const).map((what) => {
    const times = of('far', what) / of('near', what);
    return `${of('near', what).toFixed(0)} and ${of('far', what).toFixed(0)} µs by the ${what} (${times.toFixed(1)} times)`;
  });
  console.log(`${name} in the process and at loopback: ${said.join(', ')}`);
  if (of('far', 'processors') < 2 * of('near', 'processors')) process.exitCode = 1;
}

/** What one call costs, in µs. */
async function cost(run: () => Promise<unknown>, server?: ChildProcess): Promise<Cost> {
  const before = processorTime() + (await processorTimeOf(server));
  const startedAt = performance.now();
  for (let index = 0; index < calls; index++) await run();
  const clock = ((performance.now() - startedAt) * 1000) / calls;
  return { clock, processors: (processorTime() + (await processorTimeOf(server)) - before) / calls };
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

async function processorTimeOf(server: ChildProcess | undefined): Promise<number> {
  if (server === undefined) return 0;
  const answer = once(server, 'message') as Promise<[number]>;
  server.send('time');
  return (await answer)[0];
}
