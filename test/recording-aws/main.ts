import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { experiments } from './experiments.ts';
import { recordAws } from './recordAws.ts';
import { sdkPort } from './sdkPort.ts';

// npx tsx test/recording-aws/main.ts outputs.json captures [X1a X2 …]: see docs/recording-aws.md.

const [outputs = 'outputs.json', folder = 'captures', ...ids] = process.argv.slice(2);
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
};
mkdirSync(folder, { recursive: true });
await recordAws(
  stack,
  { ...sdkPort(clients, stack), now: Date.now, wait: async (ms) => await setTimeout(ms) },
  { write: (name, text) => writeFileSync(join(folder, name), text), print: (line) => console.log(line) },
  experiments.filter(({ id }) => ids.length === 0 || ids.includes(id)),
);
