import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { simulate } from '@millrace/simulator';
import { numberOf, orderOf, recordCount, storyRecords } from './orders.ts';
import { countRequests } from './requestCounter.ts';
import type { Strategy } from './strategy.ts';
import { newTrouble } from './trouble.ts';

/** What became of the 100 records under one strategy. */
export interface Outcome {
  readonly strategy: string;
  /** Effects that happened. */
  readonly effects: number;
  /** Effects that had happened before. */
  readonly duplicates: number;
  /** Effects that came after that of a later change of the same order, to which they took it back. */
  readonly stepsBack: number;
  /** Records without an effect. */
  readonly without: number;
  readonly requests: number;
  readonly invocations: number;
}

const mapping = {
  StartingPosition: 'TRIM_HORIZON',
  BatchSize: 10,
  MaximumRetryAttempts: 4,
  FunctionResponseTypes: ['ReportBatchItemFailures'],
  DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' } },
} as const;
const redriveAfterMs = 6 * 3_600_000;
const functionTimeoutMs = 3_000;

/** Tells the story of the 100 records under a strategy: the stream, and six hours later a redrive of what was given up. */
export async function tell(strategy: Strategy, endpoint: string): Promise<Outcome> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials });
  const tableName = await newTable(client, strategy.name);
  const requests = countRequests(client);
  const trouble = newTrouble(() => requests.quiet());
  const stage = { client, tableName, trouble, effects: [] };
  const records = storyRecords();
  const clock = virtualClock();
  const play = async (functionName: string, played: typeof records, startAtMs: number) => {
    process.env['AWS_LAMBDA_FUNCTION_NAME'] = functionName;
    const handler = strategy.handler(stage);
    return simulate({
      handler: (event, context) => handler(event, clock.goesBy(context), undefined),
      records: played,
      mapping,
      startAt: startAtMs,
      functionTimeoutMs,
      faults: ({ sequenceNumbers, atMs }) => {
        clock.set(startAtMs + atMs);
        return trouble.losesAnswer(sequenceNumbers) ? 'timeout' : undefined;
      },
    });
  };

  try {
    const startAtMs = Date.UTC(2026, 0, 1);
    const trace = await play('orders', records, startAtMs);
    trouble.end();
    const givenUp = new Set(trace.discarded.map(({ sequenceNumber }) => sequenceNumber));
    const again = records.filter(({ dynamodb }) => givenUp.has(dynamodb.SequenceNumber));
    const redrive = await play('orders-redrive', again, startAtMs + redriveAfterMs);
    const count = requests.count;
    const effects = (await strategy.effects?.(stage)) ?? stage.effects;
    const invocations = trace.invocations.length + redrive.invocations.length;
    return { strategy: strategy.name, ...judge(effects), requests: count, invocations };
  } finally {
    clock.restore();
    delete process.env['AWS_LAMBDA_FUNCTION_NAME'];
    client.destroy();
  }
}

function judge(effects: readonly string[]): Pick<Outcome, 'effects' | 'duplicates' | 'stepsBack' | 'without'> {
  const latest = new Map<number, number>();
  let stepsBack = 0;
  for (const record of effects.map(numberOf)) {
    const order = orderOf(record);
    const before = latest.get(order) ?? 0;
    if (record < before) stepsBack += 1;
    latest.set(order, record);
  }
  const distinct = new Set(effects).size;
  return { effects: effects.length, duplicates: effects.length - distinct, stepsBack, without: recordCount - distinct };
}

async function newTable(client: DynamoDBClient, name: string): Promise<string> {
  const tableName = name.replaceAll(/[^\w]+/g, '-');
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  return tableName;
}

/**
 * Makes `Date.now()` the time of the simulation, for the libraries that know no other clock: locks and expiries lapse
 * when they would on AWS, not when this process gets there.
 */
function virtualClock() {
  const real = Date.now;
  let attemptMs = 0;
  let leftMs = () => functionTimeoutMs;
  Date.now = () => attemptMs + functionTimeoutMs - leftMs();
  return {
    set(epochMs: number) {
      attemptMs = epochMs;
      leftMs = () => functionTimeoutMs;
    },
    goesBy<C extends { getRemainingTimeInMillis(): number }>(context: C): C {
      leftMs = () => context.getRemainingTimeInMillis();
      return context;
    },
    restore() {
      Date.now = real;
    },
  };
}
