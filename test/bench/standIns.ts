import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { interceptEffects } from '@millrace/effects';
import { serveStandIns, type StandIns, standIns } from '@millrace/effects/stand-ins';
import { inProcess } from '../standIns/inProcess.ts';
import { median } from './median.ts';

// What a call of an SDK client, version 3, costs on a stand-in behind interception, as in a replay, with nothing said to the
// client; on one that is its request handler; and on the same stand-in served at loopback by another process: time on the clock, and time of the processors, of client and server together, which other work on the
// machine disturbs less. They take turns, and the medians of many short rounds are compared.

const rounds = 40;
const calls = 60;

/** The ways to a stand-in. */
interface Ways {
  readonly intercepted: () => Promise<unknown>;
  readonly handler: () => Promise<unknown>;
  readonly far: () => Promise<unknown>;
}

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
  const plain = { region: far.region, credentials: far.credentials };
  const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/failures';
  const send = (client: SQSClient) => () => client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
  const put = (client: DynamoDBClient) => () =>
    client.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: 'a' }, total: { N: '7' } } }));

  const queues = { intercepted: new SQSClient(plain), handler: new SQSClient(near), far: new SQSClient(far) };
  const tables = {
    intercepted: new DynamoDBClient(plain),
    handler: new DynamoDBClient(near),
    far: new DynamoDBClient(far),
  };
  const ways = <Client>(clients: Record<keyof Ways, Client>, of: (client: Client) => () => Promise<unknown>): Ways => ({
    intercepted: of(clients.intercepted),
    handler: of(clients.handler),
    far: of(clients.far),
  });
  await compare('sqs.SendMessage', ways(queues, send), services, server);
  await compare('dynamodb.PutItem', ways(tables, put), services, server);

  const resets = await cost(async () => {
    await services.reset();
    await services.state();
  });
  console.log(`reset and state: ${resets.clock.toFixed(0)} µs`);
  server.kill();
}

async function compare(name: string, run: Ways, services: StandIns, server: ChildProcess): Promise<void> {
  const costs: Record<keyof Ways, Cost[]> = { intercepted: [], handler: [], far: [] };
  for (let round = -10; round < rounds; round++) {
    const interception = interceptEffects({ standIns: services });
    const intercepted = await cost(run.intercepted);
    interception.restore();
    const measured = { intercepted, handler: await cost(run.handler), far: await cost(run.far, server) };
    if (round < 0) continue;
    for (const way of ['intercepted', 'handler', 'far'] as const) costs[way].push(measured[way]);
  }
  const of = (way: keyof Ways, what: keyof Cost): number => median(costs[way].map((each) => each[what]));
  for (const way of ['intercepted', 'handler'] as const) {
    const said = (['clock', 'processors'] as const).map((what) => {
      const times = of('far', what) / of(way, what);
      return `${of(way, what).toFixed(0)} and ${of('far', what).toFixed(0)} µs by the ${what} (${times.toFixed(1)} times)`;
    });
    console.log(`${name}, ${way}, and at loopback: ${said.join(', ')}`);
    if (of('far', 'processors') < 2 * of(way, 'processors')) process.exitCode = 1;
  }
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
