import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { interceptEffects } from '@millrace/effects';
import { serveStandIns, standIns } from '@millrace/effects/stand-ins';
import { inProcess } from '../standIns/inProcess.ts';

// The calls of `standIns.ts`, in a process that does nothing else; with `serve`, the process at the other end.

/** The ways to a stand-in. */
export type Way = 'intercepted' | 'handler' | 'far';

/** What one call costs, in µs. */
export interface Cost {
  readonly clock: number;
  readonly processors: number;
}

export type Costs = Readonly<Record<Way, readonly Cost[]>>;

const rounds = 42;
const warmUps = 12;
const calls = 60;
const ways = ['intercepted', 'handler', 'far'] as const;

const [program = '', what = ''] = process.argv.slice(1);
if (what === 'serve') {
  const { url } = await serveStandIns(standIns());
  process.on('message', () => process.send?.(processorTime()));
  process.send?.(url);
} else {
  const server = fork(program, ['serve']);
  const [url] = (await once(server, 'message')) as [string];
  console.log(JSON.stringify(await compared(what, url, server)));
  server.kill();
}

async function compared(name: string, url: string, server: ChildProcess): Promise<Costs> {
  const services = standIns();
  const plain = { region: 'eu-west-1', credentials: { accessKeyId: 'key', secretAccessKey: 'secret' } };
  const call = (options: typeof plain): (() => Promise<unknown>) => (name.startsWith('sqs') ? send : put)(options);
  const runs: Readonly<Record<Way, () => Promise<unknown>>> = {
    intercepted: call(plain),
    handler: call({ ...plain, ...inProcess(services) }),
    far: call(Object.assign({ endpoint: url }, plain)),
  };
  const costs: Record<Way, Cost[]> = { intercepted: [], handler: [], far: [] };
  for (let round = -warmUps; round < rounds; round++) {
    await services.reset();
    for (let turn = 0; turn < ways.length; turn++) {
      // Whoever comes behind a neighbour of its kind finds warmer caches, so the order goes round.
      const way = ways[(turn + round + warmUps) % ways.length] as Way;
      const interception = way === 'intercepted' ? interceptEffects({ standIns: services }) : undefined;
      const measured = await cost(runs[way], way === 'far' ? server : undefined);
      interception?.restore();
      if (round >= 0) costs[way].push(measured);
    }
  }
  return costs;
}

function send(options: object): () => Promise<unknown> {
  const client = new SQSClient(options);
  const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/failures';
  return () => client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
}

function put(options: object): () => Promise<unknown> {
  const client = new DynamoDBClient(options);
  const Item = { id: { S: 'a' }, total: { N: '7' } };
  return () => client.send(new PutItemCommand({ TableName: 'orders', Item }));
}

async function cost(run: () => Promise<unknown>, server: ChildProcess | undefined): Promise<Cost> {
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
