import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { experimentRow, totalRow } from './experimentRow.ts';
import { experiments } from './experiments.ts';
import { recordAws } from './recordAws.ts';
import { sdkPort } from './sdkPort.ts';

// npx tsx test/recording-aws/main.ts outputs.json captures [X1a X2 …], or --list: see docs/recording-aws.md.
// --pace is for a stand-in of AWS, whose clock goes that many times as fast as ours.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { list: { type: 'boolean', default: false }, pace: { type: 'string', default: '1' } },
});
const [outputs = 'outputs.json', folder = 'captures', ...ids] = positionals;
const unknown = ids.filter((id) => !experiments.some((experiment) => experiment.id === id));
if (values.list) {
  for (const experiment of experiments) console.log(experimentRow(experiment));
  console.log(totalRow(experiments));
} else if (unknown.length > 0) {
  console.error(
    `There is no experiment ${unknown.join(', ')}. There are ${experiments.map(({ id }) => id).join(', ')}.`,
  );
  process.exitCode = 1;
} else await record();

async function record(): Promise<void> {
  const listed = JSON.parse(readFileSync(outputs, 'utf8')) as readonly { OutputKey: string; OutputValue: string }[];
  const stack = Object.fromEntries(listed.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])) as Record<
    'StreamArn' | 'TableName' | 'FunctionName' | 'QueueArn' | 'QueueUrl',
    string
  >;
  const clients = {
    dynamodb: new DynamoDBClient(),
    lambda: new LambdaClient(),
    sqs: new SQSClient(),
    logs: new CloudWatchLogsClient(),
    metrics: new CloudWatchClient(),
  };
  mkdirSync(folder, { recursive: true });
  const [pace, startMs] = [Number(values.pace), Date.now()];
  const failed = await recordAws(
    stack,
    {
      ...sdkPort(clients, stack),
      now: () => startMs + (Date.now() - startMs) * pace,
      wait: async (ms) => {
        await setTimeout(ms / pace);
      },
    },
    { write: (name, text) => writeFileSync(join(folder, name), text), print: (line) => console.log(line) },
    experiments.filter(({ id }) => ids.length === 0 || ids.includes(id)),
  );
  if (failed.length > 0) process.exitCode = 1;
}
